import { blockUsers } from "./block_users.ts";
import { controlThread } from "./control_thread.ts";
import { createConversionDataset } from "./create_conversion_dataset.ts";
import { deleteUsername } from "./delete_username.ts";
import { deregisterPhoneNumber } from "./deregister_phone_number.ts";
import { getConversionDataset } from "./get_conversion_dataset.ts";
import { getUsername } from "./get_username.ts";
import { listBlockedUsers } from "./list_blocked_users.ts";
import { listUsernameSuggestions } from "./list_username_suggestions.ts";
import { registerPhoneNumber } from "./register_phone_number.ts";
import { rejectCall } from "./reject_call.ts";
import { reportConversionEvents } from "./report_conversion_events.ts";
import { requestVerificationCode } from "./request_verification_code.ts";
import { sendMarketingMessage } from "./send_marketing_message.ts";
import { setTwoStepPin } from "./set_two_step_pin.ts";
import { terminateCall } from "./terminate_call.ts";
import { unblockUsers } from "./unblock_users.ts";
import { updateUsername } from "./update_username.ts";
import { verifyCode } from "./verify_code.ts";

export default [
  requestVerificationCode,
  verifyCode,
  registerPhoneNumber,
  deregisterPhoneNumber,
  setTwoStepPin,
  getUsername,
  updateUsername,
  deleteUsername,
  listUsernameSuggestions,
  listBlockedUsers,
  blockUsers,
  unblockUsers,
  controlThread,
  sendMarketingMessage,
  rejectCall,
  terminateCall,
  getConversionDataset,
  createConversionDataset,
  reportConversionEvents,
];
