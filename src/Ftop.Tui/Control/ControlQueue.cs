namespace Ftop.Tui.Control;

/// <summary>
/// Passes changes to the kernel one after the other, says on the status line what is under way and what came of it, and tells when there is nothing
/// left to do. On the UI thread alone, but for the answers, which come from any thread through <paramref name="post"/>.
/// </summary>
internal sealed class ControlQueue(Action<Action> post, Action<Message> say, Action onIdle)
{
    private readonly Queue<Change> _waiting = new();
    private bool _isBusy;

    public bool IsIdle => !_isBusy && _waiting.Count == 0;

    /// <summary>What is under way; null while nothing is.</summary>
    public string? UnderWay { get; private set; }

    /// <param name="pending">What to say while it is under way.</param>
    /// <param name="start">Asks the kernel for it.</param>
    /// <param name="onAnswer">Told on the UI thread.</param>
    /// <param name="insteadOf">A change of the same kind that still waits is not made at all; null where each counts.</param>
    public void Enqueue(string pending, Func<Task<ControlOutcome>> start, Action<ControlOutcome>? onAnswer = null, string? insteadOf = null)
    {
        if (insteadOf is not null && _waiting.Any(change => change.Kind == insteadOf))
        {
            Change[] others = [.. _waiting.Where(change => change.Kind != insteadOf)];
            _waiting.Clear();
            Array.ForEach(others, _waiting.Enqueue);
        }

        _waiting.Enqueue(new Change(pending, start, onAnswer, insteadOf));
        if (_isBusy)
        {
            say(new Message($"waits its turn: {pending}", MessageKind.Pending));
        }

        Next();
    }

    private void Next()
    {
        while (!_isBusy && _waiting.TryDequeue(out Change change))
        {
            (_isBusy, UnderWay) = (true, change.Pending);
            say(new Message(change.Pending, MessageKind.Pending));
            Task<ControlOutcome> answer = change.Start();
            if (!answer.IsCompleted)
            {
                answer.ContinueWith(done => post(() => FinishLate(change, done.Result)), TaskScheduler.Default);
                return;
            }

            Finish(change, answer.Result);
        }
    }

    private void FinishLate(Change change, ControlOutcome outcome)
    {
        Finish(change, outcome);
        Next();
    }

    private void Finish(Change change, ControlOutcome outcome)
    {
        (_isBusy, UnderWay) = (false, null);
        say(new Message(outcome.Message, outcome.IsDone ? MessageKind.Done : MessageKind.Refused));
        change.OnAnswer?.Invoke(outcome);
        if (_waiting.Count == 0)
        {
            onIdle();
        }
    }

    private readonly record struct Change(string Pending, Func<Task<ControlOutcome>> Start, Action<ControlOutcome>? OnAnswer, string? Kind);
}
