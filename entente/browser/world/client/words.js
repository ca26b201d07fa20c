// What is said of an actor and of a tie: under the pointer, in the tables, and to a screen reader.
"use strict";

const STANDING = {
  member: "member of the network", partner: "partner of the network", applicant: "has applied to the network",
  outside: "not in the network",
};

/** What an actor is: 'a state with an institute, E Asia'. */
export function kindOf(scene, node, now) {
  const actor = scene.actors[node];
  if (actor.home < 0) {
    const office = now.kind === "no office" ? "without an office for AI safety" : `with an ${now.kind}`;
    return `state ${office}, ${actor.region}`;
  }
  const standing = now.on ? "frontier firm" : "firm, not at the frontier now";
  const pace = now.safe === undefined ? "" : now.safe ? "; develops safely this month" : "; races this month";
  return `${standing}, home ${scene.actors[actor.home].label}${pace}`;
}

/** Where an actor stands in the network: 'member since 2024-11'. */
export function standingOf(now) {
  if (!now.standing) return "";
  return STANDING[now.standing] + (now.since ? ` since ${now.since}` : "");
}

/** The types of a tie in words: 'testing, joint research'. */
export const typesOf = (scene, tie) => tie.types.map(k => scene.types[k].short).join(", ");

/** The lines under the pointer for an actor. */
export function linesOf(scene, node, now, ties) {
  const partners = ties.map(tie => scene.actors[tie.a === node ? tie.b : tie.a].label);
  const held = partners.length ? `${partners.length === 1 ? "1 tie" : `${partners.length} ties`}: ${partners.join(", ")}` : "no ties";
  return [kindOf(scene, node, now), standingOf(now), now.powers, now.news, held].filter(Boolean);
}

/** The lines under the pointer for a tie. */
export function linesOfTie(scene, tie) {
  const since = tie.since ? `since ${tie.since}` : `from before ${scene.start}, date not on record`;
  const fresh = tie.new.length ? [`signed last month: ${tie.new.map(k => scene.types[k].name).join("; ")}`] : [];
  return [tie.types.map(k => scene.types[k].name).join("; "), `${since}, ${tie.scope}`, ...fresh];
}
