using Countersign.Cli.Requests.Recording;

namespace Countersign.Cli.Requests;

/// <summary>What an answer means for who wants in.</summary>
internal static class AnswerWords
{
    /// <summary>A sentence; null where the status says it all.</summary>
    public static string? Of(StoryLeg leg)
    {
        if (leg.Message.Answer is not { } answer)
            return null;
        if (leg.IsBackChannel)
            return null;
        var carried = CarriedBy(leg);
        if (answer.Status == 407 && ShownToProxy(leg) is { } shown)
            return $"The proxy does not take the {shown} credentials.";
        if (leg.IsTunnel && answer.Status != 407)
            return answer.Status is >= 200 and < 300 ? "The proxy opens a tunnel." : "The proxy opens no tunnel.";
        return answer.Status switch
        {
            401 when carried is null => "The server wants credentials.",
            401 => $"The server does not take {carried}.",
            403 when carried is null => "The server refuses, and does not ask who is there: credentials would not help, or it hides that they would.",
            403 => $"The server knows who is there by {carried}, and that is not enough for this request.",
            407 => "A proxy on the way wants credentials of its own.",
            429 or 503 when answer.Find("Retry-After") is { } wait => $"The server wants to be left alone for a while (Retry-After: {wait}).",
            >= 200 and < 300 when carried is not null => $"Let in, with {carried}.",
            >= 200 and < 300 => "Answered without credentials.",
            _ => null,
        };
    }

    /// <summary>The scheme of what a proxy was shown; null for nothing.</summary>
    public static string? ShownToProxy(StoryLeg leg) => leg.IsTunnel && leg.Scheme is { } scheme ? scheme : leg.Message.Find("Proxy-Authorization")?.Split(' ')[0];

    /// <summary>What a message had to show; null for nothing.</summary>
    public static string? CarriedBy(StoryLeg leg)
    {
        if (leg.Scheme is { } scheme)
            return scheme == "ApiKey" ? "the API key" : scheme is "Bearer" or "DPoP" ? $"the {scheme} token" : $"the {scheme} credentials";
        if (leg.Message.Find("Authorization") is { } own)
            return $"the {own.Split(' ')[0]} credentials of the Authorization field";
        return leg.Message.Find("Cookie") is null ? null : "the cookies";
    }

    /// <summary>How to have credentials of a scheme.</summary>
    public static string HowToHave(string scheme) => scheme.ToLowerInvariant() switch
    {
        "basic" or "digest" => "--auth USER answers it",
        "bearer" or "dpop" => "--token @FILE or countersign login answers it",
        "apikey" => "--key @FILE answers it",
        "negotiate" or "ntlm" => "not a scheme of this client",
        "cookie" => "a browser signs in there",
        _ => "not a scheme that this client knows",
    };
}
