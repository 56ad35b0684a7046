using Ftop.Tui.Control;

namespace Ftop.Tui.Tests.Control;

public sealed class ControlQueueTests
{
    private readonly Queue<Action> _posted = new();
    private readonly List<string> _said = [];
    private int _idle;

    [Fact]
    public void Enqueue_WhileOneIsUnderWay_WaitsForItsAnswer()
    {
        ControlQueue queue = NewQueue();
        var first = new TaskCompletionSource<ControlOutcome>();
        queue.Enqueue("first...", () => first.Task);
        queue.Enqueue("second...", () => Task.FromResult(new ControlOutcome(false, "second: EBUSY")));
        Assert.Equal(["first...", "waits its turn: second..."], _said);
        Assert.Equal("first...", queue.UnderWay);
        Assert.False(queue.IsIdle);
        first.SetResult(new ControlOutcome(true, "first is on"));
        RunPosted();
        Assert.Equal(["first...", "waits its turn: second...", "first is on", "second...", "second: EBUSY"], _said);
        Assert.Equal(1, _idle);
        Assert.True(queue.IsIdle);
    }

    [Fact]
    public void Enqueue_InsteadOfOneThatWaits_MakesOnlyTheLast()
    {
        ControlQueue queue = NewQueue();
        var first = new TaskCompletionSource<ControlOutcome>();
        List<string> made = [];
        Task<ControlOutcome> Make(string name)
        {
            made.Add(name);
            return Task.FromResult(new ControlOutcome(true, name));
        }

        queue.Enqueue("function...", () => first.Task, insteadOf: "tracer");
        queue.Enqueue("nop...", () => Make("nop"), insteadOf: "tracer");
        queue.Enqueue("irq...", () => Make("irq"));
        queue.Enqueue("function_graph...", () => Make("function_graph"), insteadOf: "tracer");
        first.SetResult(new ControlOutcome(true, "function"));
        RunPosted();
        Assert.Equal(["irq", "function_graph"], made);
    }

    private ControlQueue NewQueue() => new(action =>
    {
        lock (_posted)
        {
            _posted.Enqueue(action);
            Monitor.Pulse(_posted);
        }
    }, message => _said.Add(message.Text), () => _idle++);

    private void RunPosted()
    {
        Action? action;
        lock (_posted)
        {
            while (!_posted.TryDequeue(out action))
            {
                Monitor.Wait(_posted);
            }
        }

        action();
    }
}
