import { getCall } from "./get_call.ts";
import { getCallPermission } from "./get_call_permission.ts";
import { listCalls } from "./list_calls.ts";

export default [listCalls, getCall, getCallPermission];
