using Ftop.TraceDat.Writing;

namespace Ftop.Recording;

/// <summary>One CPU's sub-buffers in two places, the older ones first.</summary>
internal sealed class PagesInTurn(RecordedPages older, RecordedPages latest) : RecordedPages(latest.Cpu)
{
    public override long SizeBytes => older.SizeBytes + latest.SizeBytes;

    public override void CopyTo(Stream output)
    {
        older.CopyTo(output);
        latest.CopyTo(output);
    }
}
