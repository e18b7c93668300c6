using Microsoft.AspNetCore.Http;

namespace Countersign.Lab.Simulator;

/// <summary>Lets scripts of any origin ask (Fetch, CORS protocol). Credentials that browsers would add are left out, since no origin is named.</summary>
internal static class ScriptAccess
{
    private const string AllowOrigin = "Access-Control-Allow-Origin";

    /// <summary>Whether a request only asks what scripts may do, or which methods there are.</summary>
    public static bool IsQuestion(SimulatedEndpoint endpoint, HttpRequest request) =>
        HttpMethods.IsOptions(request.Method) && (!endpoint.Methods.IsEmpty || (request.Headers.Origin.Count > 0 && request.Headers.AccessControlRequestMethod.Count > 0));

    /// <summary>The answer to such a request.</summary>
    public static SimulatedAnswer Answer(SimulatedEndpoint endpoint, HttpRequest request)
    {
        var methods = endpoint.Methods.IsEmpty ? request.Headers.AccessControlRequestMethod.ToString() : string.Join(", ", endpoint.Methods);
        var answer = new SimulatedAnswer(204);
        answer.Add("Allow", endpoint.Methods.IsEmpty ? methods : $"{methods}, {HttpMethods.Options}");
        answer.Add("Access-Control-Allow-Methods", methods);

        // The asterisk does not cover this one.
        answer.Add("Access-Control-Allow-Headers", "Authorization, *");
        answer.Add("Access-Control-Max-Age", "600");
        return answer;
    }

    /// <summary>Has scripts see an answer.</summary>
    public static void Show(SimulatedAnswer answer)
    {
        if (answer.First(AllowOrigin) is not null)
            return;
        answer.Add(AllowOrigin, "*");
        answer.Add("Access-Control-Expose-Headers", $"WWW-Authenticate, DPoP-Nonce, Location, Retry-After, {AnswerWriter.Mark}, {AnswerWriter.Reason}, {AnswerWriter.Checks}");
    }
}
