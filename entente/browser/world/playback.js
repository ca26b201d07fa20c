// The controls that play a session month by month. Python's side is entente/browser/world/playback.py.
const SPEEDS = { "2000": "slow", "1000": "usual", "400": "fast" }; // ms that a month is shown, and what that is called
const PATIENCE = 3000; // ms that a month that was asked for is expected to come
const OWN_KEYS = "input, select, textarea, button, a, summary, dialog, [contenteditable], [tabindex], [role=slider], .q-menu, .q-dialog";
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export default {
  template: `
  <section class="playback" role="region" aria-label="Month by month">
    <div class="playback-row">
      <button type="button" class="net-button" @click="go(first)" :disabled="at <= first">First</button>
      <button type="button" class="net-button" @click="step(-1)" :disabled="at <= first" aria-keyshortcuts="ArrowLeft" title="Key: ←">Back</button>
      <button type="button" class="net-button strong" @click="toggle" :disabled="at >= end" aria-keyshortcuts="Space" title="Key: space">{{ playing ? 'Pause' : 'Play' }}</button>
      <button type="button" class="net-button" @click="step(1)" :disabled="at >= end" aria-keyshortcuts="ArrowRight" title="Key: →">Next month</button>
      <button type="button" class="net-button" @click="step(12)" :disabled="at >= end">+ 1 year</button>
      <button type="button" class="net-button" @click="go(end)" :disabled="at >= end">To the end</button>
      <label>Speed <select class="plain" v-model="pace"><option v-for="(name, ms) in speeds" :value="ms">{{ name }}</option></select></label>
      <label class="playback-slide"><span class="unseen">Month</span><input type="range" :min="first" :max="end" :value="dragged ?? at"
        :aria-valuetext="name(dragged ?? at)" @input="dragged = Number($event.target.value)" @change="slide"></label>
      <output class="playback-month">{{ name(dragged ?? at) }}</output>
      <span class="playback-keys small">Keys: space, ← →</span>
      <button v-if="lost.length" type="button" class="net-button" @click="$refs.sure.showModal()">Go on from here …</button>
    </div>
    <p class="playback-line">{{ line }}</p>
    <p class="unseen" role="status" aria-live="polite">{{ spoken }}</p>
    <dialog ref="sure" class="playback-sure" aria-label="Go on from here"><p><b>Go on from {{ name(at) }} anew?</b></p>
      <p>These later choices are dropped; nothing else is lost:</p><ul><li v-for="one in lost">{{ one }}</li></ul>
      <p class="row"><button type="button" class="net-button strong" @click="anew">Drop them and go on</button>
        <button type="button" class="net-button" autofocus @click="$refs.sure.close()">Keep them</button></p></dialog>
  </section>`,
  props: { first: Number, end: Number, names: Array },
  data: () => ({ at: 0, line: "", spoken: "", lost: [], playing: false, pace: calm() ? "2000" : "1000", dragged: null, wanted: null, asked: 0, timer: 0 }),
  computed: {
    speeds() { return calm() ? { "2000": SPEEDS["2000"] } : SPEEDS; },
  },
  methods: {
    name(month) { return this.names[month - this.first]; },
    /** What has changed: a month that came while it plays lets the next one follow, so that nothing piles up. */
    show(news) {
      Object.assign(this, news);
      if (!("at" in news)) return;
      this.dragged = null;
      if (this.at === this.wanted) this.wanted = null;
      if (!this.playing) this.spoken = `${this.name(this.at)}. ${this.line}`;
      this.wait();
    },
    go(month) {
      this.wanted = Math.min(Math.max(month, this.first), this.end);
      this.asked = performance.now();
      this.$emit("go", this.wanted);
    },
    /** Some months on from the month that was asked for last, even if it is not shown yet: no key is lost. */
    step(months) {
      const comes = this.wanted !== null && performance.now() - this.asked < PATIENCE;
      const from = comes ? this.wanted : this.at;
      if (from + months >= this.first && from < this.end + (months < 0)) this.go(from + months);
    },
    slide() {
      this.pause();
      this.go(this.dragged);
    },
    toggle() { this.playing ? this.pause() : this.play(); },
    play() {
      if (this.at >= this.end) return;
      this.playing = true;
      this.go(this.at + 1);
    },
    pause() {
      clearTimeout(this.timer);
      if (this.playing) this.spoken = `Paused. ${this.name(this.at)}. ${this.line}`;
      this.playing = false;
    },
    wait() {
      clearTimeout(this.timer);
      if (!this.playing) return;
      if (this.at >= this.end || document.hidden) return this.pause();
      this.timer = setTimeout(() => this.playing && this.go(this.at + 1), Number(this.pace));
    },
    anew() {
      this.$refs.sure.close();
      this.$emit("anew", this.at);
    },
    key(event) {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
      const own = event.target.closest?.(OWN_KEYS);
      if (own && own.id !== "main") return;
      const act = { " ": this.toggle, ArrowRight: () => this.step(1), ArrowLeft: () => this.step(-1) }[event.key];
      if (!act || document.querySelector("dialog[open], .q-dialog--modal")) return;
      event.preventDefault();
      act();
    },
    hidden() { if (document.hidden) this.pause(); },
    measure() { document.documentElement.style.setProperty("--bar", `${this.$el.offsetHeight + 14}px`); },
  },
  mounted() {
    document.addEventListener("keydown", this.key);
    document.addEventListener("visibilitychange", this.hidden);
    this.sized = new ResizeObserver(this.measure);
    this.sized.observe(this.$el);
  },
  unmounted() {
    clearTimeout(this.timer);
    document.removeEventListener("keydown", this.key);
    document.removeEventListener("visibilitychange", this.hidden);
    this.sized.disconnect();
  },
};
