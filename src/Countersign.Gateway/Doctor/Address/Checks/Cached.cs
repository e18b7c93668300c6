namespace Countersign.Gateway.Doctor.Address.Checks;

internal sealed class Cached : IAddressCheck
{
    private const string Mend = "Have the cache keep what Cache-Control lets it keep alone, and nothing below /.countersign/ nor any answer with Set-Cookie.";

    public CheckRow Row { get; } = new(
        "between/cache",
        "Whether something keeps the sign-in page or refusals: both are asked for twice.",
        "People get the form of somebody else, which is refused, or stay shut out after they have signed in.");

    public IEnumerable<Finding> Judge(AddressFacts facts)
    {
        Exchange[] answers = [.. new[] { facts.PageAnswer, facts.PageAgain, facts.Script, facts.ScriptAgain }.OfType<Exchange>().Where(answer => answer.IsAnswered)];
        if (facts is { PageAgain: { IsAnswered: true } again, HasForm: true } && SignInPage.Read(again.Body).Attempt == facts.Page!.Attempt)
            yield return Row.Fault($"The sign-in page came twice with the same form: something keeps it ({Signs.OfCache(again) ?? again.Server}).", Mend);
        else if (facts is { Script: { IsOurs: true } first, ScriptAgain: { IsOurs: true } second } && first.Reference == second.Reference)
            yield return Row.Fault($"A refusal came twice with the same reference: something keeps it ({Signs.OfCache(second) ?? second.Server}).", Mend);
        else if (answers.Where(answer => answer.IsOurs || SignInPage.IsAt(answer.Url)).FirstOrDefault(answer => Signs.OfCache(answer) is not null) is { } kept)
            yield return Row.Fault($"An answer that nobody may keep came out of a cache ({Signs.OfCache(kept)}).", Mend);
        else if (answers.FirstOrDefault(answer => (answer.IsOurs || facts.HasForm && SignInPage.IsAt(answer.Url)) && answer.Field("Cache-Control")?.Contains("no-store", StringComparison.OrdinalIgnoreCase) != true) is { } open)
            yield return Row.Warning($"Something between takes no-store off (Cache-Control: {open.Field("Cache-Control") ?? "none"}), so that caches may keep what they get.", "Have the proxy pass Cache-Control on as the gateway sends it.");
        else if (answers.Any(answer => answer.IsOurs || SignInPage.IsAt(answer.Url)))
            yield return Row.Ok("Nothing keeps the sign-in page or refusals.");
    }
}
