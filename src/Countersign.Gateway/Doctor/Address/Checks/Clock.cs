namespace Countersign.Gateway.Doctor.Address.Checks;

internal sealed class Clock : IAddressCheck
{
    public CheckRow Row { get; } = new(
        "connection/clock",
        "The Date of the answers against the clock of this machine.",
        "Codes of authenticator apps and the tokens of providers are taken for too old or too new, and sessions end too early.");

    public IEnumerable<Finding> Judge(AddressFacts facts)
    {
        var dated = facts.WayIn.Where(exchange => exchange is { IsAnswered: true, Date: not null }).ToList();
        if (dated.Count == 0)
            return facts.First.IsAnswered ? [Row.NotChecked("No answer has a Date.")] : [];

        // What is kept somewhere has the date of when it was made.
        if (dated.FirstOrDefault(exchange => Signs.OfCache(exchange) is null) is not { } answer)
            return [Row.NotChecked("The answers come out of a cache, with its Date.")];
        return [ClockWords.Judge(Row, $"{answer.Url.Authority} ({answer.Server})", ClockWords.SkewOf(answer.Date!.Value, answer.Sent, answer.Took), answer.Took)];
    }
}
