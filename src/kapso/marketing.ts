import { path } from "./ids.ts";
import { messageTo, type Sender, type SendOptions } from "./sends.ts";
import type { SendBody, SendResponse } from "./types.ts";

/** A template message with the settings of marketing (`contract/messages.md` section 10). */
export interface MarketingBody extends SendBody {
  recipient_type: "individual";
  type: "template";
  product_policy?: "CLOUD_API_FALLBACK" | "STRICT";
  message_activity_sharing?: boolean;
}

/** Marketing sends go in the same lanes as all others: a recipient gets one message at a time. */
export class Marketing {
  readonly #sends: Sender;

  constructor(sends: Sender) {
    this.#sends = sends;
  }

  /**
   * A5: POST /{phone_number_id}/marketing_messages. One at a time for a recipient; never broken off once begun.
   * @throws KapsoError `unknown_outcome` when the message may have been sent: look in the history before a repeat
   */
  async send(phoneNumberId: string, body: MarketingBody, options: SendOptions = {}): Promise<SendResponse> {
    const to = path("/{phone_number_id}/marketing_messages", { phone_number_id: phoneNumberId });
    return this.#sends.send(messageTo(to, phoneNumberId, body), options);
  }
}
