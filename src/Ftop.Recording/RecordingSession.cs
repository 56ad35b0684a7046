using System.Collections.Immutable;
using Ftop.Decoding;
using Ftop.Decoding.Files;
using Ftop.Decoding.Formats;
using Ftop.Decoding.RingBuffer;
using Ftop.Output;
using Ftop.TraceDat;
using Ftop.TraceDat.Writing;
using Ftop.Tracefs;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Recording;
using Ftop.Tracefs.Undo;

namespace Ftop.Recording;

/// <summary>A recording: its buffers in the kernel, its files, and the threads that move sub-buffers from the one to the other.</summary>
public sealed class RecordingSession : IDisposable
{
    private readonly RecordOptions _options;
    private readonly ImmutableArray<RecordedArray> _arrays;
    private readonly RecordingTexts _texts;
    private readonly TraceDatLayout _layout;
    private readonly RecordingFiles _files;
    private readonly ImmutableArray<TraceOption> _date;
    private readonly List<BufferRecorder> _recorders = [];
    private readonly TopLevelMarks _marks;
    private readonly TaskCompletionSource<FileException> _never = new(); // where nothing is read

    private RecordingSession(RecordOptions options, ImmutableArray<RecordedArray> arrays)
    {
        (_options, _arrays) = (options, arrays);
        _marks = new TopLevelMarks(First.Array);
        Pause = new TracingPause([.. arrays.Select(array => array.Array)]);
        _texts = RecordingTexts.Read([], First.Array, arrays.Skip(1).Select(array => array.Array));
        _layout = LayoutOf(_texts) with { Version = options.FileVersion, Compression = options.Compression };
        _date = options.HasDate ? [WallClock.Option(First.Array)] : [];
        _files = MayGrow ? RecordingFiles.BeginGrowing(options.Output, _layout, Content(_texts), Buffers, First.Array.Cpus[0]) : RecordingFiles.Begin(options.Output, _layout, Content(_texts), Buffers);
    }

    /// <summary>Ends with the first reason for which recording cannot go on; else never.</summary>
    public Task<Task<FileException>> Failed => Task.WhenAny(_recorders.Select(recorder => recorder.Failed).Append(_never.Task));

    /// <summary>Its buffers while ftop is stopped.</summary>
    public TracingPause Pause { get; }

    private RecordedArray First => _arrays[0];

    private bool MayGrow =>
        _options is { FileVersion: 7, Compression: "none", MostBytesPerCpu: 0 } && !First.Array.Cpus.IsEmpty && !_arrays.Any(array => array.KeepsWorstCase);

    private IReadOnlyList<(string Name, string Clock)> Buffers => [.. _arrays.Select(array => (array.Name, array.Clock))];

    /// <summary>Sets everything up and starts to record. The journal undoes it.</summary>
    /// <exception cref="IOException">The kernel refused, or a probe cannot be.</exception>
    /// <exception cref="RefusalException">The file cannot be written.</exception>
    public static RecordingSession Start(RecordOptions options, UndoJournal journal, ImmutableArray<int> pids, Action<string> say)
    {
        TracefsMount mount = options.Tracefs is string directory ? TracefsMount.At(directory) : TracefsMount.FindOrMount(journal);
        return Start(options, mount, new BufferChoice(mount, journal), journal, pids, say);
    }

    /// <summary>As the other, with a choice of buffers that is made already.</summary>
    internal static RecordingSession Start(
        RecordOptions options, TracefsMount mount, BufferChoice buffers, UndoJournal journal, ImmutableArray<int> pids, Action<string> say)
    {
        ImmutableArray<EventPlan> probes = [.. buffers.Probes.Make(options.Probes).Select(name => new EventPlan(name.ToString(), On: true))];
        ImmutableArray<RecordedArray>.Builder arrays = ImmutableArray.CreateBuilder<RecordedArray>();
        foreach (BufferPlan plan in options.Buffers)
        {
            TraceArray array = plan.Name.Length == 0 ? buffers.Take(plan.Tracer) : TracefsInstance.CreateFurther(mount, journal, plan.Name);
            string? clock = mount.ClockFor(plan.Tracer);
            if (clock is not null && plan.Clock is string chosen && chosen != clock)
            {
                say($"{plan.Tracer} is dated by {clock}, the clock of the top-level buffer: with {chosen} its lines may be missing; leave -C out");
            }

            arrays.Add(new RecordedArray(array, plan with { Clock = plan.Clock ?? clock, Events = plan.Name.Length == 0 ? [.. plan.Events, .. probes] : plan.Events }, options, pids, say));
        }

        var session = new RecordingSession(options, arrays.ToImmutable());
        try
        {
            session.SwitchOn(pids);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>The usual form, with sub-buffers of the size that the kernel says.</summary>
    public static TraceDatLayout LayoutOf(RecordingTexts texts) => HeaderPage.TryParse(texts.HeaderPage, out HeaderPage header, out TextDiagnostic diagnostic)
        ? new TraceDatLayout { PageSizeBytes = header.SubBufferSizeBytes }
        : throw new RefusalException(ExitCode.Failed, $"events/header_page: {diagnostic}");

    /// <summary>What programs and the kernel wrote to the top-level buffer alone meanwhile, in a line; null for nothing.</summary>
    public string? MissingMarks => _marks.Missing();

    /// <summary>What was recorded up to now.</summary>
    public RecordingCounts Count()
    {
        (long events, long lost) = (0, 0);
        foreach (RecordedArray array in _arrays)
        {
            foreach (int cpu in array.Array.Cpus)
            {
                CpuStats stats = array.Array.ReadStats(cpu);
                events += stats.ReadEvents + stats.Entries;
                lost += array.KeepsWorstCase ? 0 : stats.Overrun + stats.DroppedEvents; // it overwrites what it has no use for
            }
        }

        return new RecordingCounts(events, _recorders.Sum(recorder => recorder.WrittenBytes), lost);
    }

    /// <summary>
    /// Stops recording, takes what the buffers still hold, and joins everything to the file, also where the kernel's files are gone, as when tracefs was
    /// unmounted.
    /// </summary>
    /// <returns>What was recorded, what was left out because nothing more fits, and what the kernel refused at the end.</returns>
    public (RecordingCounts Counts, LeftOut LeftOut, TracefsException? Refusal) Finish()
    {
        TracefsException? refusal = null;
        Pause.Close();
        foreach (RecordedArray array in _arrays)
        {
            Try(() => array.Array.TracingSwitch.Set(false), ref refusal);
        }

        _recorders.ForEach(recorder => recorder.Dispose());
        RecordingCounts counts = Count();
        RecordingTexts atEnd = _texts;
        Try(() => atEnd = RecordingTexts.ReadAgain(_texts, [], First.Array, _arrays.Skip(1).Select(array => array.Array)), ref refusal);
        long refusedBytes = _recorders.Sum(recorder => recorder.RefusedBytes);
        LeftOut leftOut = _files.Join(_layout, Content(atEnd), Buffers, _arrays.Where(array => array.KeepsWorstCase).ToDictionary(array => array.Name, array => array.ReadText()));
        return (counts, leftOut with { Bytes = leftOut.Bytes + refusedBytes }, refusal);
    }

    /// <summary>Ends the threads. The buffers are the journal's.</summary>
    public void Dispose()
    {
        _recorders.ForEach(recorder => recorder.Dispose());
        _files.Dispose();
    }

    private static void Try(Action step, ref TracefsException? refusal)
    {
        try
        {
            step();
        }
        catch (TracefsException e)
        {
            refusal ??= e;
        }
    }

    private TraceDatContent Content(RecordingTexts texts) =>
        RecordedContent.Of(texts, _arrays.Skip(1).Select(array => (array.Name, RecordingTexts.ReadStats(array.Array))), _date);

    private void SwitchOn(ImmutableArray<int> pids)
    {
        // What were read of a worst case before it is over would not be in its text.
        foreach (RecordedArray array in _arrays.Where(array => !array.KeepsWorstCase))
        {
            var options = new RecorderOptions
            {
                Create = path => OutputFileStream.CreateNew(path).Handle,
                SubBufferSizeBytes = _layout.PageSizeBytes,
                BufferSizeKb = array.BufferSizeKb,
                IntervalMs = _options.IntervalMs,
                MostBytes = _options.MostBytesPerCpu,
                FirstCpu = array == First ? _files.FirstCpu : null,
            };
            _recorders.Add(new BufferRecorder(array.Array, RecordingFiles.PrefixOf(_options.Output, array.Name), options));
        }

        foreach (RecordedArray array in _arrays)
        {
            if (pids.IsEmpty)
            {
                array.Array.Self.Begin();
            }

            array.Array.StartTracing();
        }
    }
}

/// <summary>What a recording holds.</summary>
/// <param name="Events">Events recorded, and those that still wait.</param>
/// <param name="Bytes">Bytes of sub-buffers.</param>
/// <param name="Lost">Events overwritten or refused before they were recorded.</param>
public readonly record struct RecordingCounts(long Events, long Bytes, long Lost);
