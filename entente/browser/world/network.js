// The network as it stands in a month. Python's side is entente/browser/world/network.py, which sends what never
// changes once (`scene`), and of each month what has changed (`show`).
import { between, lens, linesOf, linesOfTie, kindOf, middle, standingOf, strands, typesOf } from "entente-world";

const GLIDE = 350; // ms: how long actors take to a new place
const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export default {
  template: `
  <figure class="net" @keydown.esc="tip = null">
    <div class="net-tools">
      <fieldset><legend class="unseen">Arrange actors</legend>
        <label v-for="(text, name) in arrangements"><input type="radio" :name="'arrange' + uid" :value="name"
          :checked="arranged === name" @change="$emit('arrange', name)"> {{ text }}</label>
      </fieldset>
      <label>Ties <select class="plain" v-model="only"><option value="">of all kinds</option>
        <option v-for="(type, k) in scene.types" :value="String(k)">{{ type.short }} only</option></select></label>
      <label>Look at <select class="plain" :value="chosen" @change="$emit('look', Number($event.target.value))">
        <option :value="-1">no actor</option>
        <optgroup v-for="group in groups" :label="group.name">
          <option v-for="node in group.nodes" :value="node">{{ scene.actors[node].label }}</option></optgroup></select></label>
      <span class="net-zoom" role="group" aria-label="Zoom">
        <button type="button" class="net-button" aria-label="Nearer" @click="near(1.5)" :disabled="zoom >= 4">+</button>
        <button type="button" class="net-button" aria-label="Further" @click="near(1 / 1.5)" :disabled="zoom <= 1">−</button>
        <button type="button" class="net-button" @click="zoom = 1" :disabled="zoom <= 1">Whole</button></span>
    </div>
    <div class="net-frame" ref="frame" @pointerleave="tip = null">
      <svg :viewBox="view.join(' ')" role="img" :aria-label="summary" :class="{ near: zoom > 1, over: over >= 0 }"
        @pointerdown="grab" @pointermove="drag" @pointerup="held = null" @wheel="wheel">
        <g v-for="box in boxes"><rect :x="box.x" :y="box.y" :width="box.width" :height="box.height" rx="6"
            :fill="box.colour" fill-opacity=".07" :stroke="box.colour" stroke-opacity=".5" /></g>
        <g v-for="tie in drawn" :key="tie.key" class="net-tie" :class="{ dim: tie.dim, lit: tie.lit }"
          @pointerenter="point($event, linesOfTie(scene, tie), scene.actors[tie.a].label + ' and ' + scene.actors[tie.b].label)"
          @pointerleave="tip = null">
          <path v-if="tie.fresh" :d="tie.spine" class="net-fresh" />
          <path v-for="strand in tie.strands" :d="strand.d" :stroke="strand.colour" :stroke-dasharray="strand.dash"
            :stroke-width="strand.wide" /><path :d="tie.spine" class="net-catch" /></g>
        <g v-for="pair in gone" class="net-gone"><path :d="pair.d" /><text :x="pair.at[0]" :y="pair.at[1]">×</text></g>
        <text v-for="box in boxes" class="net-region" :x="box.x + 8" :y="box.y + 13">{{ box.name }}</text>
        <g v-for="one in marks" :key="one.node" class="net-actor" :class="{ dim: one.dim, chosen: one.node === chosen, off: !one.now.on }"
          :transform="one.move" @click="$emit('look', one.node)" @pointerenter="enter($event, one.node)" @pointerleave="leave">
          <circle r="15" fill="transparent" />
          <circle v-if="one.ring" r="10.5" class="net-ring" :stroke-dasharray="one.ring" />
          <rect v-if="one.firm" x="-5.5" y="-5.5" width="11" height="11" :fill="one.fill" :stroke="one.colour" stroke-width="2" />
          <circle v-else :r="one.size" :fill="one.fill" :stroke="one.colour" stroke-width="2" />
          <text class="net-name" x="14" :y="one.tags.length || one.sub ? -1 : 4">{{ one.name }}</text>
          <text v-if="one.sub" class="net-sub" x="14" y="11">{{ one.sub }}</text>
          <g v-for="tag in one.tags" :class="tag.kind" :transform="'translate(' + tag.x + ' 3)'">
            <rect :width="tag.width" height="13" rx="3" /><text x="4" y="10">{{ tag.text }}</text></g></g>
      </svg>
      <div v-if="tip" class="net-tip" :style="tip.style" aria-hidden="true"><b>{{ tip.title }}</b>
        <div v-for="line in tip.lines">{{ line }}</div></div>
    </div>
    <p class="small net-basis">Ties from before {{ scene.start }} are on record; later ones are simulated, in this model.</p>
    <details class="inner"><summary>What the signs mean</summary>
      <div class="net-key">
        <section><h3>Actors</h3><ul>
        <li><svg class="sign" aria-hidden="true"><circle cx="12" cy="9" r="7" class="full" /></svg> state with an institute</li>
        <li><svg class="sign" aria-hidden="true"><circle cx="12" cy="9" r="6" class="hollow" /></svg> with an acting office</li>
        <li><svg class="sign" aria-hidden="true"><circle cx="12" cy="9" r="3.5" class="hollow" /></svg> without an office</li>
        <li><svg class="sign" aria-hidden="true"><rect x="7" y="4" width="10" height="10" class="full" /></svg> frontier firm (hollow: not at the frontier now)</li>
        <li v-for="(dash, name) in rings"><svg class="sign" aria-hidden="true"><circle cx="12" cy="9" r="7.5" class="net-ring" :stroke-dasharray="dash" /></svg> {{ name }}</li>
        <li><span class="tag-role">chair</span> holds a tenth of the secretariat's powers or more: as host, chair or lead</li>
        <li><span class="tag-news">new</span> what the last month changed</li></ul></section>
        <section><h3>Ties</h3><ul>
        <li v-for="type in scene.types"><svg class="sign" aria-hidden="true"><path d="M0 9H24" :stroke="type.colour" :stroke-dasharray="type.dash" stroke-width="2.5" /></svg> {{ type.name }}</li>
        <li v-for="scope in scene.scopes"><svg class="sign" aria-hidden="true"><path d="M0 9H24" stroke="#1c1c1c" :stroke-width="scope.wide" /></svg> {{ scope.name }}</li>
        <li><svg class="sign" aria-hidden="true"><path d="M0 9H24" class="net-fresh" /></svg> signed in the last month</li>
        <li><svg class="sign net-gone" aria-hidden="true"><path d="M0 9H24" /><text x="12" y="9">×</text></svg> ended in the last month</li></ul></section>
      </div></details>
    <details class="inner" @toggle="table = $event.target.open"><summary>The same as tables</summary><template v-if="table">
      <div class="scroll" tabindex="0" role="region" aria-label="Actors as a table"><table><caption>Actors at the beginning of {{ month }}</caption>
        <thead><tr><th scope="col">Actor</th><th scope="col">What it is</th><th scope="col">In the network</th><th scope="col">Secretariat</th><th scope="col">Last month</th></tr></thead>
        <tbody><tr v-for="(actor, node) in scene.actors"><th scope="row">{{ actor.name }}</th><td>{{ kindOf(scene, node, actors[node] || {}) }}</td>
          <td>{{ standingOf(actors[node] || {}) }}</td><td>{{ (actors[node] || {}).powers }}</td><td>{{ (actors[node] || {}).news }}</td></tr></tbody></table></div>
      <div class="scroll" tabindex="0" role="region" aria-label="Ties as a table"><table><caption>Ties at the beginning of {{ month }}</caption>
        <thead><tr><th scope="col">Between</th><th scope="col">About</th><th scope="col">Since</th><th scope="col">Reach</th><th scope="col">Last month</th></tr></thead>
        <tbody><tr v-for="tie in sorted"><th scope="row">{{ scene.actors[tie.a].label }} and {{ scene.actors[tie.b].label }}</th>
          <td>{{ typesOf(scene, tie) }}</td><td>{{ tie.since || 'before ' + scene.start }}</td><td>{{ tie.scope }}</td>
          <td>{{ tie.new.length ? 'signed: ' + tie.new.map(k => scene.types[k].short).join(', ') : '' }}</td></tr></tbody></table></div></template></details>
  </figure>`,
  props: { scene: Object },
  data: () => ({
    actors: {}, ties: {}, ended: [], month: "", summary: "", chosen: -1, arranged: "region", height: 0, room: 90,
    target: [], places: [], glides: 0, boxes: [], only: "", zoom: 1, centre: null, held: null, tip: null, over: -1, table: false,
    rings: { member: "none", partner: "6 3", "has applied": "1.5 3" },
    arrangements: { region: "by region", ties: "by ties" },
  }),
  computed: {
    uid() { return this.$.uid; },
    view() {
      const about = this.centre || [this.scene.width / 2, this.height / 2];
      return lens(this.scene.width, this.height, this.zoom, about);
    },
    groups() {
      const names = [...new Set(this.scene.actors.map(actor => actor.region))].sort();
      return names.map(name => ({ name, nodes: this.scene.actors.flatMap((a, node) => (a.region === name ? [node] : [])) }));
    },
    sorted() { return Object.values(this.ties).sort((p, q) => p.a - q.a || p.b - q.b); },
    drawn() {
      const shown = this.only === "" ? this.sorted : this.sorted.filter(tie => tie.types.includes(Number(this.only)));
      const found = shown.map(tie => {
        const types = this.only === "" ? tie.types : [Number(this.only)];
        const [p, q] = [this.places[tie.a], this.places[tie.b]];
        const wide = this.scene.scopes.find(scope => scope.name === tie.scope).wide;
        const lit = this.over === tie.a || this.over === tie.b;
        return {
          ...tie, key: `${tie.a}-${tie.b}`, lit, dim: this.over >= 0 && !lit, spine: strands(p, q, 1)[0],
          fresh: types.some(k => tie.new.includes(k)),
          strands: strands(p, q, types.length).map((d, k) => ({ d, wide, ...this.scene.types[types[k]] })),
        };
      });
      return found.sort((a, b) => a.lit - b.lit);
    },
    gone() {
      return this.ended.map(([a, b]) => {
        const [p, q] = [this.places[a], this.places[b]];
        return { d: strands(p, q, 1)[0], at: middle(p, q) };
      });
    },
    marks() {
      const linked = new Set(this.sorted.flatMap(tie => (tie.a === this.over ? [tie.b] : tie.b === this.over ? [tie.a] : [])));
      return this.scene.actors.map((actor, node) => this.mark(actor, node, this.actors[node] || {}, linked));
    },
  },
  methods: {
    kindOf, linesOfTie, standingOf, typesOf,
    /** Take what has changed: see network.py. */
    show(news) {
      for (const [node, now] of Object.entries(news.actors || {})) this.actors[node] = now;
      for (const [key, tie] of Object.entries(news.ties || {})) tie ? (this.ties[key] = tie) : delete this.ties[key];
      for (const name of ["ended", "month", "summary", "chosen", "arranged"]) if (name in news) this[name] = news[name];
      if (news.layout) Object.assign(this, { height: news.layout.height, room: news.layout.room, boxes: news.layout.boxes });
      if (news.places) this.glide(Object.assign([...this.target], news.places));
    },
    glide(target) {
      const from = this.places;
      this.target = target;
      if (!from.length || still() || document.hidden) return (this.glides++, (this.places = target));
      const [began, mine] = [performance.now(), ++this.glides];
      const step = now => {
        if (this.glides !== mine) return; // another has begun
        const part = Math.min(1, Math.max(0, (now - began) / GLIDE));
        this.places = part < 1 ? between(from, target, part) : target;
        if (part < 1) requestAnimationFrame(step);
      };
      requestAnimationFrame(step);
    },
    mark(actor, node, now, linked) {
      const [x, y] = this.places[node] || [0, 0];
      const letters = Math.max(4, Math.floor((this.room - 14) / 6.3));
      const label = actor.label.length > letters ? actor.label.slice(0, letters - 1) + "…" : actor.label;
      const tags = [];
      let at = 14;
      const tag = (kind, text) => {
        const width = 8 + 5.9 * text.length;
        tags.push({ kind, text, width, x: at });
        at += width + 3;
      };
      if (now.tag) tag("tag-role", now.tag);
      if (now.news) tag("tag-news", now.news);
      const firm = actor.home >= 0, full = firm ? now.on : now.kind === "institute";
      return {
        node, now, firm, tags, name: label, move: `translate(${x.toFixed(1)} ${y.toFixed(1)})`, colour: actor.colour,
        fill: full ? actor.colour : "#fff", size: now.kind === "no office" ? 3.5 : 6.5,
        ring: this.rings[now.standing === "applicant" ? "has applied" : now.standing],
        sub: tags.length || this.arranged === "region" ? "" : firm ? `firm, ${this.scene.actors[actor.home].label}` : actor.region,
        dim: this.over >= 0 && this.over !== node && !linked.has(node),
      };
    },
    point(event, lines, title) {
      if (this.held) return;
      const box = this.$refs.frame.getBoundingClientRect();
      const [x, y] = [event.clientX - box.left, event.clientY - box.top];
      const style = { [x > box.width / 2 ? "right" : "left"]: `${(x > box.width / 2 ? box.width - x : x) + 14}px`,
        [y > box.height / 2 ? "bottom" : "top"]: `${(y > box.height / 2 ? box.height - y : y) + 10}px` };
      this.tip = { title, lines, style };
    },
    enter(event, node) {
      this.over = node;
      const own = this.sorted.filter(tie => tie.a === node || tie.b === node);
      this.point(event, linesOf(this.scene, node, this.actors[node] || {}, own), this.scene.actors[node].name);
    },
    leave() { this.over = -1; this.tip = null; },
    near(times) {
      const about = this.zoom > 1 ? this.centre : this.places[this.chosen];
      this.centre = about || [this.scene.width / 2, this.height / 2];
      this.zoom = Math.min(4, Math.max(1, this.zoom * times));
      if (this.zoom < 1.01) this.zoom = 1;
    },
    wheel(event) {
      if (!event.ctrlKey) return;
      event.preventDefault();
      this.near(event.deltaY < 0 ? 1.2 : 1 / 1.2);
    },
    grab(event) {
      if (this.zoom > 1) this.held = { x: event.clientX, y: event.clientY, view: [...this.view] };
    },
    drag(event) {
      if (!this.held || !event.buttons) return (this.held = null);
      const scale = this.view[2] / this.$refs.frame.clientWidth;
      const [x, y, w, h] = this.held.view;
      this.centre = [x + w / 2 - (event.clientX - this.held.x) * scale, y + h / 2 - (event.clientY - this.held.y) * scale];
    },
  },
};
