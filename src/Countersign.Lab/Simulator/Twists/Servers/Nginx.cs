using System.Globalization;
using Countersign.Lab.Simulator.Twists.Basic;

namespace Countersign.Lab.Simulator.Twists.Servers;

/// <summary>nginx with auth_basic, as Debian 12 has it.</summary>
internal sealed class Nginx() : ServerProgram("nginx/1.22.1", "text/html")
{
    // What has no name before a colon counts as nothing.
    public override bool Takes(SimulatedRequest request) => BasicOctets.Of(request) is { } octets && octets.AsSpan().IndexOf((byte)':') > 0;

    protected override string Page(int status)
    {
        var title = string.Create(CultureInfo.InvariantCulture, $"{status} {(status == 401 ? "Authorization Required" : AnswerWriter.Title(status))}");
        return string.Join("\r\n", "<html>", $"<head><title>{title}</title></head>", "<body>", $"<center><h1>{title}</h1></center>", $"<hr><center>{Product}</center>", "</body>", "</html>", "");
    }

    // The realm stands there as it was configured, whatever is in it.
    protected override string Challenge(string realm) => $"Basic realm=\"{realm}\"";
}
