using System.Collections.Immutable;
using System.Globalization;
using Countersign.AspNetCore.Telemetry;
using Countersign.Wire;

namespace Countersign.Cli.Commands;

/// <summary>A reading for people: the verdict, what was understood, and a caret under every fault.</summary>
internal sealed class ReadText(TextWriter output)
{
    private const int Width = 100;

    private readonly bool _colours = Terminal.TakesColour(output);

    public bool Show(string value, ChallengesReading reading)
    {
        ShowVerdict(reading.IsValid, reading.Faults.Length);
        foreach (var challenge in reading.Challenges)
            Show(challenge.Scheme, challenge.Token68, challenge.Params);
        ShowFaults(value, reading.Faults, reading.IsValid);
        return reading.IsValid;
    }

    public bool Show(string value, CredentialsReading reading)
    {
        ShowVerdict(reading.IsValid, reading.Faults.Length);
        if (reading.Credentials is { } credentials)
            Show(credentials.Scheme, credentials.Token68, credentials.Params);
        ShowFaults(value, reading.Faults, reading.IsValid);
        return reading.IsValid;
    }

    private void ShowVerdict(bool isValid, int faults)
    {
        var remarks = faults switch { 0 => "", 1 => ", 1 remark", _ => string.Create(CultureInfo.InvariantCulture, $", {faults} remarks") };
        output.WriteLine(isValid ? Coloured("valid", "32") + remarks : Coloured("invalid", "31") + remarks);
    }

    private void Show(string scheme, string? token68, ImmutableArray<AuthParam> parameters)
    {
        output.WriteLine($"  {Coloured(Printable(scheme), "1")}{(token68 is null ? "" : " " + token68)}");
        foreach (var parameter in parameters)
            output.WriteLine($"    {Printable(parameter.Name)} = {Printable(parameter.Value)}");
    }

    private void ShowFaults(string value, ImmutableArray<WireFault> faults, bool isValid)
    {
        foreach (var fault in faults)
        {
            // Long values are shown around the fault.
            var from = value.Length <= Width ? 0 : Math.Clamp(fault.Start - (Width / 2), 0, value.Length - Width);
            var shown = Math.Min(Width, value.Length - from);
            var caret = Math.Clamp(fault.Length, 1, Math.Max(1, shown - (fault.Start - from)));

            output.WriteLine();
            output.WriteLine("  " + Printable(value.AsSpan(from, shown)));
            output.WriteLine("  " + new string(' ', fault.Start - from) + Coloured(new string('^', caret), isValid ? "33" : "31"));
            output.WriteLine($"  {Coloured(fault.Kind, "1")}: {Explained(fault.Kind)}");
        }
    }

    private static string Explained(string kind) => WireFaultKinds.Find(kind) is { } known ? $"{known.Sentence} ({known.Section})" : "";

    // The value is a stranger's: it must not steer the terminal, and each character must keep its one place above the caret.
    private static string Printable(ReadOnlySpan<char> text) => string.Create(text.Length, text, static (result, source) =>
    {
        for (var i = 0; i < source.Length; i++)
        {
            var c = source[i];
            result[i] = c switch
            {
                '\t' => ' ',
                < ' ' => (char)('\u2400' + c),
                '\x7f' => '\u2421',
                _ when char.IsControl(c) || char.IsSurrogate(c) => '\ufffd',
                _ when char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => '\ufffd',
                _ => c,
            };
        }
    });

    private string Coloured(string text, string code) => _colours ? $"\e[{code}m{text}\e[0m" : text;
}
