using System.Globalization;

namespace Countersign.Lab.Simulator.Twists.Servers;

/// <summary>Apache with mod_auth_basic, as Debian has it.</summary>
internal sealed class Apache() : ServerProgram("Apache/2.4.71 (Debian)", "text/html; charset=iso-8859-1")
{
    // Whatever stands behind the scheme is looked up.
    public override bool Takes(SimulatedRequest request) => request.Field("Authorization") is { } field && (field.Equals("Basic", StringComparison.OrdinalIgnoreCase) || field.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase));

    protected override string Page(int status)
    {
        var title = AnswerWriter.Title(status);
        return string.Join(
            '\n',
            "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\" \"http://www.w3.org/TR/html4/strict.dtd\">",
            "<html><head>",
            string.Create(CultureInfo.InvariantCulture, $"<title>{status} {title}</title>"),
            "</head><body>",
            $"<h1>{title}</h1>",
            Text(status),
            "</body></html>",
            "");
    }

    protected override string Challenge(string realm) => $"Basic realm=\"{realm.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    // With 500 it closes the connection.
    protected override void WriteFields(SimulatedAnswer answer)
    {
        if (answer.Status == 500)
            answer.Set("Connection", "close");
    }

    private static string Text(int status) => status switch
    {
        401 => "<p>This server could not verify that you\nare authorized to access the document\nrequested.  Either you supplied the wrong\n"
            + "credentials (e.g., bad password), or your\nbrowser doesn't understand how to supply\nthe credentials required.</p>",
        500 => "<p>The server encountered an internal error or\nmisconfiguration and was unable to complete\nyour request.</p>\n"
            + "<p>Please contact the server administrator at \n [no address given] to inform them of the time this error occurred,\n and the actions you performed just before this error.</p>\n"
            + "<p>More information about this error may be available\nin the server error log.</p>",
        _ => "<p>You don't have permission to access this resource.</p>",
    };
}
