import type { FailureDetails } from "../../../core/history-event.ts";
import { CopyButton } from "../copy-button.tsx";
import { Icon } from "../icons.tsx";

export function FailureCard({ failure }: { readonly failure: FailureDetails }) {
  return (
    <section class="card failure-card" aria-label="Failure">
      <header>
        <h2>
          <Icon name="alert" />
          Why it failed
        </h2>
        <CopyButton text={JSON.stringify(failure, undefined, 2)} label="Copy failure" small />
      </header>
      <Failure failure={failure} />
    </section>
  );
}

/** One failure and, inside it, what caused it. */
function Failure({ failure }: { readonly failure: FailureDetails }) {
  const { errorType, errorMessage, stackTrace, innerFailure, isNonRetriable } = failure;
  const properties = Object.keys(failure.properties ?? {});
  return (
    <div class="failure">
      <p class="error-line">
        <strong>{errorType}</strong> {errorMessage}
        {isNonRetriable && <span class="tag">not retriable</span>}
      </p>
      {properties.length > 0 && <pre>{JSON.stringify(failure.properties, undefined, 2)}</pre>}
      {stackTrace !== undefined && stackTrace !== "" && (
        <details>
          <summary>Stack trace</summary>
          <pre>{stackTrace}</pre>
        </details>
      )}
      {innerFailure !== undefined && (
        <div class="inner">
          <p class="quiet">caused by</p>
          <Failure failure={innerFailure} />
        </div>
      )}
    </div>
  );
}
