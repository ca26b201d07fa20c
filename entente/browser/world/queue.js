// The secretariat's cases by kind: a square a case. Python's side is entente/browser/world/network.py.
const MOST = 12; // squares of one sort; more are counted

export default {
  template: `
  <div class="queue">
    <p class="queue-head"><b>{{ head }}</b> {{ work }}</p>
    <p class="small" v-if="rows.length">A square is a case. <i class="sq begun"></i> begun, <i class="sq"></i> waiting, <i class="sq done">✓</i> finished last month, <i class="sq ended">×</i> closed without a result last month</p>
    <ul v-if="rows.length" class="queue-kinds"><li v-for="row in rows" :key="row.place">
      <span class="queue-name">{{ row.name }}</span>
      <span class="queue-squares" aria-hidden="true"><i v-for="square in squares(row)" :class="square">{{ square === 'done' ? '✓' : square === 'ended' ? '×' : '' }}</i></span>
      <span class="small">{{ said(row) }}</span></li></ul>
    <p v-else-if="head">No case is open, and none was finished last month.</p>
  </div>`,
  data: () => ({ head: "", work: "", kinds: {} }),
  computed: {
    rows() { return Object.values(this.kinds).sort((a, b) => a.place - b.place); },
  },
  methods: {
    /** Take what has changed; a kind without any case is null. */
    show({ rows = {}, ...rest }) {
      Object.assign(this, rest);
      for (const [kind, row] of Object.entries(rows)) row ? (this.kinds[kind] = row) : delete this.kinds[kind];
    },
    squares(row) {
      const some = (sign, count) => Array(Math.min(count, MOST)).fill(sign);
      return [...some("begun", row.begun), ...some("waiting", row.waiting), ...some("done", row.done), ...some("ended", row.ended)];
    },
    said(row) {
      const parts = [];
      if (row.begun) parts.push(`${row.begun} begun`);
      if (row.waiting) parts.push(`${row.waiting} waiting`);
      if (row.begun + row.waiting) parts.push(`the oldest for ${row.oldest} month${row.oldest === 1 ? "" : "s"}`);
      if (row.done) parts.push(`${row.done} finished last month`);
      if (row.ended) parts.push(`${row.ended} closed without a result last month`);
      return parts.join(", ");
    },
  },
};
