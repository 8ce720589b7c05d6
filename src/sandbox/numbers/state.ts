import type { JsonObject } from "../http/json.ts";
import { addressOf } from "../seed/cast.ts";
import type { NumberRow } from "../store/rows.ts";
import { DAY } from "../world/clock.ts";
import type { BusinessProfile } from "./profile.ts";
import { hasCallsApp, type Settings, seedSettings } from "./settings.ts";

/** What can change about a business number. */
export interface NumberState {
  settings: Settings;
  profile: BusinessProfile;
  /** Two-step verification. */
  pin: string;
  wrongPins: number[];
  isRegistered: boolean;
  isVerified: boolean;
  /** Whether a verification code is on its way. */
  isCodeRequested: boolean;
  /** When it was registered or deregistered. */
  registrations: number[];
  username: string;
  usernameStatus: "ACTIVE" | "RESERVED";
  requestedUsername: string | undefined;
  /** By WhatsApp id, in the order in which they were blocked. */
  blocked: Set<string>;
  /** The owner of each thread that this app does not own, by customer. */
  threads: Map<string, string>;
  permissions: Map<string, CallPermission>;
  /** When the permission of a customer was asked for. */
  permissionRequests: Map<string, number[]>;
  permissionReads: number[];
}

export interface CallPermission {
  status: "temporary" | "permanent";
  expiresAt: number;
}

/** The PIN of the shop's numbers, and the code that their "SMS" brings. */
export const PIN = "480215";
export const VERIFICATION_CODE = "391204";

export class NumberStates {
  readonly #states = new Map<string, NumberState>();
  readonly #start: number;

  constructor(start: number) {
    this.#start = start;
  }

  of({ id, verifiedName }: NumberRow): NumberState {
    let state = this.#states.get(id);
    if (state === undefined) {
      state = newState(id, verifiedName, this.#start);
      this.#states.set(id, state);
    }
    return state;
  }
}

/** The customer who called the first number has given a permission for a week. */
const CALLER = addressOf("call").replace("+", "");

function newState(id: string, name: string, start: number): NumberState {
  const isFirst = hasCallsApp(id);
  return {
    settings: seedSettings(id),
    profile: { about: `${name}: how can we help?`, vertical: "RETAIL", websites: ["https://aurora.example"] },
    pin: PIN,
    wrongPins: [],
    isRegistered: true,
    isVerified: true,
    isCodeRequested: false,
    registrations: [],
    username: "",
    usernameStatus: "ACTIVE",
    requestedUsername: undefined,
    blocked: new Set(),
    threads: new Map(),
    permissions: new Map(isFirst ? [[CALLER, { status: "temporary", expiresAt: start + 7 * DAY }]] : []),
    permissionRequests: new Map(),
    permissionReads: [],
  };
}

/** A dataset for conversion events, one for each account. */
export interface Dataset {
  id: string;
  businessAccountId: string;
  name: string;
  events: JsonObject[];
}
