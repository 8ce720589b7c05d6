import { getPhoneNumber, listPhoneNumbers } from "./numbers.ts";
import { getBusinessProfile, updateBusinessProfile } from "./profile.ts";
import { getSettings, updateSettings } from "./settings/tools.ts";

export default [
  listPhoneNumbers,
  getPhoneNumber,
  getSettings,
  updateSettings,
  getBusinessProfile,
  updateBusinessProfile,
];
