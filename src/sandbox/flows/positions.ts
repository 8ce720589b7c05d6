/** Where things stand in a JSON text: flows.md section 4 wants lines and columns. */

export interface Span {
  line_start: number;
  line_end: number;
  column_start: number;
  column_end: number;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^\s[\]{}:,"]+/g;

/** From each path, such as `screens[0].id`, to the offsets of its value. The text must be JSON. */
export function locate(text: string): Map<string, [start: number, end: number]> {
  const tokens = [...text.matchAll(TOKEN)].map((match) => ({ text: match[0], at: match.index }));
  const places = new Map<string, [number, number]>();
  let next = 0;
  function value(path: string): void {
    const token = tokens[next++];
    if (token === undefined) return;
    if (token.text === "{") members((key) => (path === "" ? key : `${path}.${key}`), "}");
    else if (token.text === "[") members((_, index) => `${path}[${index}]`, "]");
    const last = tokens[next - 1] ?? token;
    places.set(path, [token.at, last.at + last.text.length]);
  }
  function members(pathOf: (key: string, index: number) => string, end: string): void {
    for (let index = 0; next < tokens.length && tokens[next]?.text !== end; index++) {
      let key = "";
      if (end === "}") {
        key = String(JSON.parse(tokens[next]?.text ?? '""'));
        next += 2;
      }
      value(pathOf(key, index));
      if (tokens[next]?.text === ",") next += 1;
    }
    next += 1;
  }
  value("");
  return places;
}

/** Lines and columns from 1. */
export function spanOf(text: string, [start, end]: [start: number, end: number]): Span {
  const place = (offset: number) => {
    const before = text.slice(0, offset).split("\n");
    return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
  };
  const [from, to] = [place(start), place(end)];
  return { line_start: from.line, line_end: to.line, column_start: from.column, column_end: to.column };
}
