package scenarios;

import org.junit.jupiter.api.AfterEach;

/** What every scenario starts from. */
abstract class OnItsOwnHub {
    final Hub hub = new Hub();

    @AfterEach
    void closeHub() {
        hub.close();
    }
}
