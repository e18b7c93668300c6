using Countersign.Decisions;
using Countersign.Lab.Simulator.Protection;

namespace Countersign.Lab.Simulator.Endpoints.Digest;

/// <summary>The cookie that httpbin demands beside Digest on request: clients that drop what the challenge set do not get in.</summary>
internal static class RequiredCookie
{
    private const string Name = "fake";
    private const string Value = "fake_value";

    /// <summary>The parameter that asks for it.</summary>
    public static SimulatorParameter Parameter { get; } = new("require-cookie", "With 1, t or true good credentials need the cookie too that the challenge sets; without it the answer is 401, and with another one 403.", "false");

    /// <summary>Answers by the place, and by the cookie where it is asked for.</summary>
    public static async ValueTask<SimulatedAnswer> AnswerAsync(SimulatedRequest request, ProtectedPlace place, CancellationToken cancel)
    {
        var judged = await place.JudgeAsync(request, cancel);
        if (request.Query(Parameter.Name)?.ToLowerInvariant() is not ("1" or "t" or "true"))
            return place.Answer(judged);

        var hasCookies = request.Facts.FieldCount("Cookie") > 0;
        var answer = judged.Decision.IsAdmitted && !hasCookies ? WithoutCookie(place.Answer(place.Worn(judged, Refusal.DigestResponseWrong)))
            : judged.Decision.CredentialsPresented && hasCookies && request.Context.Request.Cookies[Name] != Value ? new(403) { Diagnosis = new($"the cookie {Name}={Value} that the challenge set", "another cookie") }
            : place.Answer(judged);
        answer.Add("Set-Cookie", $"{Name}={Value}; Path=/");
        return answer;
    }

    private static SimulatedAnswer WithoutCookie(SimulatedAnswer answer)
    {
        answer.Diagnosis = answer.Diagnosis! with { Evidence = $"The credentials are good; the cookie {Name}={Value} that the challenge set did not come with them." };
        return answer;
    }
}
