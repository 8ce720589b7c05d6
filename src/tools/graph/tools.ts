import { graphDelete } from "./graph_delete.ts";
import { graphGet } from "./graph_get.ts";
import { graphPost } from "./graph_post.ts";

export const GRAPH_WRITES = [graphPost, graphDelete];

export default [graphGet, ...GRAPH_WRITES];
