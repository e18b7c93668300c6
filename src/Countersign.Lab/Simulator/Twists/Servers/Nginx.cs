using System.Globalization;
using Countersign.Lab.Simulator.Protection;
using Countersign.Lab.Simulator.Twists.Challenges;

namespace Countersign.Lab.Simulator.Twists.Servers;

/// <summary>nginx with auth_basic, as Debian 12 has it.</summary>
internal sealed class Nginx() : ServerProgram("nginx/1.22.1", "text/html")
{
    protected override string Page(int status)
    {
        var title = string.Create(CultureInfo.InvariantCulture, $"{status} {(status == 401 ? "Authorization Required" : AnswerWriter.Title(status))}");
        return string.Join("\r\n", "<html>", $"<head><title>{title}</title></head>", "<body>", $"<center><h1>{title}</h1></center>", $"<hr><center>{Product}</center>", "</body>", "</html>", "");
    }

    // The realm stands there as it was configured, whatever is in it, and nothing else does.
    protected override void WriteChallenges(SimulatedAnswer answer, SimulatedRequest request)
    {
        var realm = request.Query("realm") ?? LoginParameters.Realm.Default!;
        ChallengeText.Rewrite(answer, line => line.StartsWith("Basic ", StringComparison.Ordinal) ? $"Basic realm=\"{ChallengeText.Octets(realm)}\"" : line);
    }
}
