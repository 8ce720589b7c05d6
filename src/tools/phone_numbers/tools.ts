import { getBusinessProfile } from "./get_business_profile.ts";
import { getPhoneNumber } from "./get_phone_number.ts";
import { listPhoneNumbers } from "./list_phone_numbers.ts";
import { getSettings } from "./settings/get_settings.ts";
import { updateSettings } from "./settings/update_settings.ts";
import { updateBusinessProfile } from "./update_business_profile.ts";

export default [
  listPhoneNumbers,
  getPhoneNumber,
  getSettings,
  updateSettings,
  getBusinessProfile,
  updateBusinessProfile,
];
