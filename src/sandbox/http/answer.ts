import { ApiError, type Failure, graphFailure, titled } from "./errors.ts";

/** A failure as a response: JSON, or a page where the body is a string. */
export function answerFailure({ status, body, headers }: Failure): Response {
  const isPage = typeof body === "string";
  return new Response(isPage ? body : JSON.stringify(body), {
    status,
    headers: { "content-type": isPage ? "text/html; charset=UTF-8" : "application/json", ...headers },
  });
}

/** Anything but an ApiError is a fault of the sandbox itself; it says so. */
export function answerError(error: Error): Response {
  if (error instanceof ApiError) return answerFailure(error.failure);
  const details = `The sandbox itself failed: ${error.message}`;
  return answerFailure(graphFailure(500, 131000, titled(131000, "Something went wrong"), { details }));
}
