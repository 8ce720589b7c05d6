import { isObject } from "../http/json.ts";
import type { Placed } from "./report.ts";

/** All components, those inside forms and branches too. */
export function componentsIn(children: unknown, path: string): Placed[] {
  if (!Array.isArray(children)) return [];
  return children.flatMap((child: unknown, index): Placed[] => {
    if (!isObject(child)) return [];
    const place = `${path}[${index}]`;
    const cases = isObject(child["cases"]) ? Object.entries(child["cases"]) : [];
    return [
      { component: child, path: place },
      ...["children", "then", "else"].flatMap((key) => componentsIn(child[key], `${place}.${key}`)),
      ...cases.flatMap(([name, branch]) => componentsIn(branch, `${place}.cases.${name}`)),
    ];
  });
}
