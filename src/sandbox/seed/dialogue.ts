import { pick } from "./random.ts";
import { type Line, textLine } from "./story.ts";

/** Talk between a furniture shop and its customers, made from exchanges that fit in any order. */

const EXCHANGES: readonly [readonly string[], ...(readonly string[])[]] = [
  ["Hi! Do you still have the oak table in stock?", "Hello! Yes, four of them in 120 x 80 cm."],
  ["How long does delivery take?", "Two to three working days in the city, up to eight elsewhere."],
  ["Bom dia, o sofá vem montado?", "Bom dia! Vem desmontado, com manual e ferramentas."],
  ["Can I pay in instalments?", "Yes, in up to ten instalments by card, without interest."],
  ["One of the chairs arrived scratched.", "I am sorry! Could you send us a photo, please?"],
  ["¿Tienen la estantería en blanco?", "Sí, blanca y en roble. ¿Cuál prefieres?"],
  ["What is the warranty?", "Two years on the structure, one on the upholstery."],
  ["Could I change the delivery address?", "Of course, as long as it has not left. Which is the new one?"],
  ["Where is my order 7731?", "It left the warehouse this morning and arrives tomorrow."],
  ["Thanks, that was quick!", "Our pleasure. Anything else we can do for you?"],
  ["Do you take old furniture away?", "Yes, for a small fee. Shall I add it to your order?"],
  ["Is the showroom open on Saturday?", "From 10:00 to 18:00, see you there!"],
  ["Preciso da nota fiscal, por favor.", "Claro, envio em seguida por aqui."],
  ["The lamp flickers. Is that normal?", "It should not. We can exchange it; please keep the box."],
  ["Which wood is the bench made of?", "Solid eucalyptus, oiled. Good for the garden."],
];

export interface Pace {
  /** How many messages. */
  length: number;
  endedMinutesAgo: number;
  /** Between two messages, on average. */
  minutesApart: number;
  lastFrom: Line["from"];
}

export function dialogue({ length, endedMinutesAgo, minutesApart, lastFrom }: Pace, next: () => number): Line[] {
  const lines: Line[] = [];
  let minutesAgo = endedMinutesAgo;
  let exchange: readonly string[] = [];
  for (let left = length; left > 0; left--) {
    const shopSpeaks = (length - left) % 2 === (lastFrom === "shop" ? 0 : 1);
    if (shopSpeaks || exchange.length === 0) exchange = pick(EXCHANGES, next);
    const body = exchange[shopSpeaks ? 1 : 0] ?? "";
    lines.push(textLine(shopSpeaks ? "shop" : "customer", minutesAgo, body));
    minutesAgo += Math.max(1, Math.round(minutesApart * (0.5 + next())));
  }
  return lines.reverse();
}
