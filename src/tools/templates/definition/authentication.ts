import type { Fault } from "../../definition/faults.ts";
import type { Definition, Parts } from "./parts.ts";

/** What only authentication templates have, and all that they have (contract templates.md section 5). */
export function authenticationFaults({ category, parts }: Definition): Fault[] {
  return isAuthentication({ category, parts }) ? insideFaults(parts) : outsideFaults(parts);
}

/** By category; where an update leaves it open, by the body, which has no text in an authentication template alone. */
function isAuthentication({ category, parts }: Definition): boolean {
  if (category !== undefined) return category === "AUTHENTICATION";
  return parts.body !== undefined && parts.body.value.text === undefined;
}

function insideFaults(parts: Parts): Fault[] {
  const { header, body, footer, buttons, carousel, offer, callPermission } = parts;
  const who = "an AUTHENTICATION template";
  const faults: Fault[] = [header, carousel, offer, callPermission].flatMap((part) =>
    part ? [{ path: part.at, message: `${who} takes no ${part.value.type}` }] : [],
  );
  if (body?.value.text !== undefined) {
    faults.push({
      path: [...body.at, "text"],
      message: `is fixed in ${who}; give add_security_recommendation or nothing`,
    });
  }
  if (footer?.value.text !== undefined) {
    faults.push({ path: [...footer.at, "text"], message: `is fixed in ${who}; give code_expiration_minutes` });
  } else if (footer && footer.value.code_expiration_minutes === undefined) {
    faults.push({ path: [...footer.at, "code_expiration_minutes"], message: "is needed" });
  }
  const types = buttons?.value.buttons.map(({ type }) => type) ?? [];
  if (types.join() !== "OTP") {
    const path = buttons ? [...buttons.at, "buttons"] : ["components"];
    faults.push({ path, message: `${who} has one OTP button (given ${types.join(", ") || "none"})` });
  }
  return faults;
}

function outsideFaults({ body, footer, buttons }: Parts): Fault[] {
  const only = "is only taken by AUTHENTICATION templates";
  const faults: Fault[] = [];
  if (body && body.value.text === undefined) faults.push({ path: [...body.at, "text"], message: "is needed" });
  if (body?.value.add_security_recommendation !== undefined) {
    faults.push({ path: [...body.at, "add_security_recommendation"], message: only });
  }
  if (footer?.value.code_expiration_minutes !== undefined) {
    faults.push({ path: [...footer.at, "code_expiration_minutes"], message: only });
  } else if (footer && footer.value.text === undefined) {
    faults.push({ path: [...footer.at, "text"], message: "is needed" });
  }
  const otp = buttons?.value.buttons.findIndex(({ type }) => type === "OTP") ?? -1;
  if (buttons && otp >= 0) faults.push({ path: [...buttons.at, "buttons", otp, "type"], message: `OTP ${only}` });
  return faults;
}
