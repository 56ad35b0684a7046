using System.Collections.Immutable;
using Ftop.Decoding.Text;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Undo;

namespace Ftop.Tracefs.Control;

/// <summary>
/// Which functions the function tracers record: <c>set_ftrace_filter</c> and <c>set_ftrace_notrace</c> of this buffer, and <c>set_graph_function</c>,
/// which the whole kernel shares and the journal puts back. Set before the tracer: an unfiltered one can stall a small board for seconds.
/// </summary>
public sealed class FunctionFilter
{
    private readonly ControlFile _filter;
    private readonly ControlFile _notrace;
    private readonly ControlFile _graph;
    private readonly ControlFile _graphDepth;
    private readonly string _functions;

    internal FunctionFilter(string directory, UndoJournal? journal, string root, UndoJournal globalJournal)
    {
        _functions = Path.Combine(root, "available_filter_functions");
        _filter = new ControlFile(Path.Combine(directory, "set_ftrace_filter"), journal);
        _notrace = new ControlFile(Path.Combine(directory, "set_ftrace_notrace"), journal);
        _graph = new ControlFile(Path.Combine(root, "set_graph_function"), globalJournal);
        _graphDepth = new ControlFile(Path.Combine(root, "max_graph_depth"), globalJournal);
    }

    /// <summary>Records only functions that match one of <paramref name="globs"/>; none for all functions.</summary>
    /// <exception cref="TracefsException">Refused under lockdown; EINVAL: no function matches; the filter is as before.</exception>
    public void Only(IReadOnlyCollection<string> globs) => Set(_filter, globs);

    /// <summary>Leaves out functions that match one of <paramref name="globs"/>.</summary>
    /// <inheritdoc cref="Only"/>
    public void Not(IReadOnlyCollection<string> globs) => Set(_notrace, globs);

    /// <summary>Of the function graph, only what functions that match one of <paramref name="globs"/> call; none for all.</summary>
    /// <inheritdoc cref="Only"/>
    public void Graph(IReadOnlyCollection<string> globs)
    {
        Set(_graph, globs);
        LimitsGraph = globs.Count > 0;
    }

    /// <summary>Whether <see cref="Graph"/> limits the function graph of the whole kernel.</summary>
    public bool LimitsGraph { get; private set; }

    /// <summary>How deep the function graph goes, <c>max_graph_depth</c>; 0 for all.</summary>
    public void GraphDepth(int depth) => _graphDepth.Write($"{depth}");

    // "vfs_read" or "nf_hook [nf_tables]"; as many as a kernel has, so line by line.
    private IEnumerable<string> Functions() => File.Exists(_functions) ? File.ReadLines(_functions).Select(line => line.Split(' ')[0]) : [];

    // First added to what is there: the kernel empties the file as it is opened to be replaced, and a glob that it then refuses would leave all
    // functions traced.
    private void Set(ControlFile file, IReadOnlyCollection<string> globs)
    {
        ImmutableArray<string> before = SavedValue.Tokens(file.Path, file.ReadText());
        string refused = "";
        try
        {
            foreach (string glob in globs)
            {
                refused = glob;
                file.Append(glob);
            }
        }
        catch (TracefsException e) when (e.Failure == TracefsFailure.InvalidValue)
        {
            file.Replace(before);
            throw new TracefsException(
                e.Path, e.Operation, e.ErrnoNumber, e.Failure, $"no function that can be traced matches: see 'ftop list functions'{NearNames.Tail(NearNames.Of(refused, Functions()))}");
        }

        file.Replace(globs);
    }
}
