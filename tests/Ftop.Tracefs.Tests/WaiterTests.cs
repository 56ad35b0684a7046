using Ftop.Tracefs.Reading;

namespace Ftop.Tracefs.Tests;

public sealed class WaiterTests
{
    public static TheoryData<bool> MonoOrLibc => [true, false];

    [Theory]
    [MemberData(nameof(MonoOrLibc))]
    public void Set_EndsOneWait(bool mono)
    {
        IWaiter waiter = mono ? new MonoWaiter() : new LibcWaiter();
        using var wakeUp = new WakeUp(waiter);
        wakeUp.Set();
        wakeUp.Set();
        wakeUp.Wait(-1); // would sleep for ever if it were not set
        wakeUp.Wait(0);
        wakeUp.Set();
        wakeUp.Wait(-1);
    }
}
