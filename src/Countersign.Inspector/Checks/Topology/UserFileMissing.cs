using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Topology;

internal sealed class UserFileMissing : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "topology/user-file-missing",
        Severity.Error,
        "nginx can't read its file of users",
        "Without credentials nginx asks for them before it looks for the file. When the file is not there it answers 403 to all credentials, and 500 when it can't read it or a password in it.",
        Requirement.Practice,
        Fault.Origin,
        "Look into the error log of nginx: put the file of auth_basic_user_file there, readable for its workers, with hashes that the system knows.")
    {
        Hides = true,
    };

    public override Traits Needs => Traits.Credentials;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange.Status is not (403 or 500) || Basic(exchange) is not { } sent || Emitters.Emitter.Of(exchange)?.Name is not ("nginx" or "OpenResty"))
            yield break;
        var tries = view.OtherTries(exchange).ToList();
        if (tries.Find(other => other.Status == 401 && other.Request is { HasCredentials: false } && view.Offers(other, "Basic").Any()) is not { } asked)
            yield break;
        if (exchange.Status == 500)
        {
            yield return Found("Without credentials nginx asks for them, and with some it fails: it can't read its file of users, or the password that stands there for this one.", Seen.Status(exchange), Seen.Status(asked)) with { Certainty = Certainty.Likely };
            yield break;
        }

        // 403 to good credentials has other causes as well, such as a folder without an index.
        var isAny = tries.Exists(other => other.Status == 403 && Basic(other) is { } theirs && theirs.Mark != sent.Mark) && !tries.Exists(other => Basic(other) is not null && other.Status is 401 or (>= 200 and < 300));
        yield return Found($"Without credentials nginx asks for them, and answers 403 to {(isAny ? "all" : "those that were sent")}: its file of users is perhaps not there.", Seen.Status(exchange), Seen.Status(asked)) with { Certainty = isAny ? Certainty.Likely : Certainty.NotDecided, Severity = isAny ? Severity.Error : Severity.Info };
    }

    private static PresentedCredentials? Basic(Exchange exchange) => exchange.Request?.Credentials.FirstOrDefault(each => each.Place == CredentialsPlace.Authorization && each.Is("Basic") && !each.IsRedacted);
}
