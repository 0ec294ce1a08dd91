import type { Store } from "./port.ts";

/**
 * The store, with a watch on what is read while work goes on. What cannot be read may be half of
 * what a decision stands on, and nobody waits for most of it: a failure ends the process, as a
 * failed commit does.
 */
export function watchStore(store: Store, onFailure: (error: unknown) => void): Store {
  function watched<Question extends readonly unknown[], Answer>(
    read: (...question: Question) => Promise<Answer>,
  ): (...question: Question) => Promise<Answer> {
    return (...question) =>
      read(...question).catch((error: unknown) => {
        onFailure(error);
        throw error;
      });
  }

  return {
    ...store,
    loadOrchestration: watched(store.loadOrchestration),
    loadEntity: watched(store.loadEntity),
    loadTask: watched(store.loadTask),
    loadHistory: watched(store.loadHistory),
    messagesOnTheirWay: watched(store.messagesOnTheirWay),
  };
}
