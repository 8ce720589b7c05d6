import type { JsonObject } from "../http/json.ts";
import type { Span } from "./positions.ts";

export interface ValidationError extends Span {
  error: string;
  error_type: "FLOW_JSON_ERROR";
  message: string;
  pointers: (Span & { path: string })[];
}

/** Reports a fault at a path such as `screens[0].layout`. */
export type Report = (error: string, path: string, message: string) => void;

/** A component and where it stands. */
export interface Placed {
  component: JsonObject;
  path: string;
}
