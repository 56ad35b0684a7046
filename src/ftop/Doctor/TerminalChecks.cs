using System.Collections.Immutable;
using Ftop.Tui.Terminal;

namespace Ftop.Doctor;

/// <summary>The terminal that the live screen would be drawn on.</summary>
internal static class TerminalChecks
{
    public static FindingGroup Run(Patient patient)
    {
        TerminalFacts facts = patient.Terminal;
        if (!facts.IsTerminal)
        {
            return new FindingGroup("Terminal", [Finding.Ok("terminal", "standard input and output are none: ftop -b writes text or JSON")]);
        }

        ImmutableArray<Finding>.Builder findings = ImmutableArray.CreateBuilder<Finding>();
        findings.Add(facts.IsSerial ? Finding.Ok("terminal", $"serial line at {facts.SpeedBaud} baud (--line-rate where that is not so)") : Finding.Ok("terminal", "no serial line"));
        findings.Add(facts is { Columns: > 0, Rows: > 0 }
            ? Finding.Ok("size", $"{facts.Columns}x{facts.Rows}")
            : Finding.Warn("size", "the kernel knows no size of this line; the terminal is asked, and 80x24 taken where it does not answer", "stty rows N cols N, or --size COLSxROWS"));
        findings.Add(facts.IsPlain
            ? Finding.Warn("TERM", $"'{patient.Environment("TERM")}': no cursor to place, so screens are written one below the other", "export TERM=vt100 (suits most serial lines)")
            : Finding.Ok("TERM", patient.Environment("TERM") ?? ""));
        findings.Add(Finding.Ok("characters", facts.IsUtf8 ? "UTF-8" : "ASCII (no UTF-8 in LC_ALL, LC_CTYPE or LANG, or a terminal without it)"));
        return new FindingGroup("Terminal", findings.ToImmutable());
    }
}
