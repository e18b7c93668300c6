using System.Globalization;
using Countersign.AspNetCore.Telemetry;
using Countersign.Client;
using Countersign.Inspector.Intake;

namespace Countersign.Cli.Requests;

/// <summary>Tells of an exchange step by step, for people.</summary>
/// <param name="output">Takes it.</param>
/// <param name="redaction">Keeps secrets out of it.</param>
/// <param name="useColour">Whether it is coloured.</param>
/// <param name="showsFields">Whether all fields are shown.</param>
/// <param name="reauthenticates">Whether challenges are answered.</param>
internal sealed class StoryText(TextWriter output, Redaction redaction, bool useColour, bool showsFields, bool reauthenticates)
{
    private const string Dim = "2";
    private const string Bold = "1";
    private const string Green = "32";
    private const string Yellow = "33";
    private const string Red = "31";

    private int _told;
    private StoryLeg? _shown;
    private StoryLeg? _unjudged;

    /// <summary>A message goes out.</summary>
    public void Sent(StoryLeg leg)
    {
        Settle();
        Begin(leg, (leg.IsTunnel ? $"   at the proxy {Shown(leg.Message.Url.GetLeftPart(UriPartial.Authority))}" : leg.IsBackChannel ? "   to get what the request needs" : "") + (leg.IsAgain ? "   once more" : ""));
        if (showsFields)
            Fields('>', leg.Message.Fields);
        foreach (var (name, value) in leg.Message.Fields.Where(field => !showsFields && SecretNames.IsField(field.Name) is var isSecret && (isSecret || redaction.Field(field.Name, field.Value) == Redaction.Mark)))
            Line($"   > {Shown(name)}: {Shown(redaction.Field(name, value))}");
        if (leg.IsRequest && AnswerWords.CarriedBy(leg) is null)
            Line($"   {Coloured(Dim, "without credentials")}");
    }

    /// <summary>Its answer is here, or will not come.</summary>
    public void Received(StoryLeg leg, bool isBackChannel)
    {
        Settle();
        if (!ReferenceEquals(_shown, leg))
            Begin(leg, "   by the tunnel");
        if (leg.Message.Answer is not { } answer)
        {
            Line($"   {Coloured(Red, "no answer")}: {Shown(redaction.Text(leg.Message.Outage ?? ""))}");
            return;
        }

        var status = Coloured(answer.Status switch { < 300 => Green, < 400 => Yellow, _ => Red }, $"{answer.Status} {Shown(answer.Reason)}".TrimEnd());
        Line($"   {status}   {Coloured(Dim, string.Create(CultureInfo.InvariantCulture, $"HTTP/{leg.Message.Version}, {leg.Message.Waited.TotalMilliseconds:0} ms"))}");
        if (showsFields)
            Fields('<', answer.Fields);
        else if (answer.Find("Location") is { } location)
            Line($"   < Location: {Shown(redaction.Field("Location", location))}");
        if (AnswerWords.Of(leg) is { } words)
            Line($"   {words}");

        // With credentials at hand the handler judges the challenges next; of those for a proxy only the handler knows.
        if (!isBackChannel && answer.Status == 407)
            _unjudged = leg;
        else if (!isBackChannel && answer.Status == 401 && !WillBeJudged(leg))
            Challenges(leg);
    }

    /// <summary>Nobody will judge what has not been judged.</summary>
    public void Settle()
    {
        if (Interlocked.Exchange(ref _unjudged, null) is { } leg)
            Challenges(leg);
    }

    /// <summary>The handler has looked at the challenges.</summary>
    public void Judged(StoryLeg leg) => Challenges(leg);

    /// <summary>The request goes on elsewhere.</summary>
    public void Redirected(StoryLeg leg)
    {
        var isOther = leg.Next!.GetLeftPart(UriPartial.Authority) != leg.Message.Url.GetLeftPart(UriPartial.Authority);
        var behind = leg.LeftBehind.IsEmpty ? "" : $" Left behind: {string.Join(", ", leg.LeftBehind.Select(Shown))}.";
        Line(isOther ? $"   Followed to another origin: credentials don't go along.{behind}" : $"   Followed.{behind}");
    }

    /// <summary>All is over; the content of the last answer follows.</summary>
    public void Ended(StoryLeg leg)
    {
        Settle();
        if (!showsFields && leg.Message.Answer is { } answer)
        {
            Line("");
            Fields('<', answer.Fields.Where(field => !field.Name.EndsWith("-Authenticate", StringComparison.OrdinalIgnoreCase)));
        }

        Line("");
    }

    /// <summary>The origin that there are credentials for, so that somebody compares them with its challenges; null for none.</summary>
    public required Origin? CredentialsFor { get; init; }

    private bool WillBeJudged(StoryLeg leg) => CredentialsFor == Origin.Of(leg.Message.Url) && leg.Message.Answer!.Status == 401 && leg.Message.Answer.Find("WWW-Authenticate") is not null;

    /// <summary>Something that is worth to be known before it begins.</summary>
    public void Remark(string text) => Line($"   {Coloured(Dim, Shown(text))}");

    private void Begin(StoryLeg leg, string purpose)
    {
        _shown = leg;
        var where = leg.IsTunnel ? leg.Message.Find("Host") ?? "" : redaction.Address(leg.Message.Url.AbsoluteUri);
        Line($"{Coloured(Bold, string.Create(CultureInfo.InvariantCulture, $"{leg.Number}  {leg.Message.Method} {Shown(where)}"))}{purpose}");
    }

    private void Challenges(StoryLeg leg)
    {
        if (_told == leg.Number)
            return;
        _told = leg.Number;
        var all = ChallengeWords.Of(leg, reauthenticates);
        foreach (var each in all)
        {
            Line($"   challenge  {Shown(each.Line)}");
            Line($"              {Coloured(each.Verdict == "taken" ? Green : Yellow, Shown(each.Words))}");
        }

        if (all.IsEmpty)
            Line($"   {Coloured(Yellow, "It does not say how: there is no challenge that can be read (RFC 9110 §15.5.2 demands one).")}");
    }

    private void Fields(char direction, IEnumerable<(string Name, string Value)> fields)
    {
        foreach (var (name, value) in fields)
            Line($"   {Coloured(Dim, $"{direction} {Shown(name)}:")} {Shown(redaction.Field(name, value))}");
    }

    private static string Shown(string text) => Printable.Of(text);

    private string Coloured(string code, string text) => useColour ? $"\e[{code}m{text}\e[0m" : text;

    private void Line(string text) => output.WriteLine(text);
}
