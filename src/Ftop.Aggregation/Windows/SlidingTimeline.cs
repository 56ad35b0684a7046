namespace Ftop.Aggregation.Windows;

/// <summary>
/// Cuts time into bins of about a second, or of a window where that is longer, and says which bins the last 10 s and 60 s consist of. The bins
/// are a ring; tables keep their counts per bin in the same places.
/// </summary>
internal sealed class SlidingTimeline
{
    /// <summary>Places in the ring: more than bins in 60 s, with the one that is being filled.</summary>
    public const int Bins = 80;

    private const double LeastBinSec = 0.9;
    private const double ToleranceSec = 0.5;

    private readonly double[] _lengthsSec = new double[Bins];
    private int _first10;
    private int _first60;

    /// <summary>The bin that the window just ended belongs to.</summary>
    public int Current { get; private set; }

    /// <summary>Whether that bin is new, so that nothing is in it.</summary>
    public bool IsNewBin { get; private set; }

    /// <summary>How much the last 10 s are: less after the start.</summary>
    public double Covered10Sec { get; private set; }

    /// <summary>How much the last 60 s are.</summary>
    public double Covered60Sec { get; private set; }

    /// <summary>Bins that have left the last 10 s with this window.</summary>
    public List<int> Left10 { get; } = [];

    /// <summary>Bins that have left the last 60 s.</summary>
    public List<int> Left60 { get; } = [];

    /// <summary>Adds a window.</summary>
    /// <param name="sec">Its length.</param>
    public void Add(double sec)
    {
        IsNewBin = _lengthsSec[Current] >= LeastBinSec;
        if (IsNewBin)
        {
            Current = (Current + 1) % Bins;
            _lengthsSec[Current] = 0;
        }

        _lengthsSec[Current] += sec;
        (_first10, Covered10Sec) = Shorten(_first10, Covered10Sec + sec, 10, Left10);
        (_first60, Covered60Sec) = Shorten(_first60, Covered60Sec + sec, 60, Left60);
    }

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        Array.Clear(_lengthsSec);
        Current = _first10 = _first60 = 0;
        Covered10Sec = Covered60Sec = 0;
        Left10.Clear();
        Left60.Clear();
    }

    private (int First, double CoveredSec) Shorten(int first, double coveredSec, double wantedSec, List<int> left)
    {
        left.Clear();
        while (first != Current && coveredSec - _lengthsSec[first] >= wantedSec - ToleranceSec)
        {
            coveredSec -= _lengthsSec[first];
            left.Add(first);
            first = (first + 1) % Bins;
        }

        return (first, coveredSec);
    }
}
