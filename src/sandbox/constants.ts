import { uuid, wacid, wamid } from "./ids.ts";
import { MAGIC_RECIPIENTS } from "./magic.ts";
import { NUMBERS } from "./seed/numbers.ts";
import { CAST } from "./seed/cast.ts";
import { SAMPLE_MEDIA_IDS } from "./seed/samples.ts";
import { everyTypeMessageIds } from "./seed/every-type.ts";
