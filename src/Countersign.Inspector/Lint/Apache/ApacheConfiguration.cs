namespace Countersign.Inspector.Lint.Apache;

/// <summary>A configuration of httpd.</summary>
/// <param name="Server">The server as its files make it.</param>
internal sealed record ApacheConfiguration(ApacheServer Server) : LintedConfiguration("apache", Server.Reader.Files)
{
    public override AccessDecision? Why(string method, Uri url) => Server.Reader.Secrets.Without(Decide(method, url));

    private AccessDecision Decide(string method, Uri url)
    {
        if (!Server.IsBeside)
            return Server.Ask(method, url).Decision;
        var place = Server.Places.FirstOrDefault();
        var says = place is null ? "It asks for no user" : $"Where the server reads it, {method} {ApacheRequest.PathOf(url)} is {(place.IsOpen ? "let through" : $"answered {place.Answer.Decision.Status}")}: {place.Answer.Decision.Sentence}";
        return new(Access.NotDecided, $"An .htaccess counts only where AllowOverride of the server's own files lets it. {says}.") { Directives = place?.Answer.Decision.Directives ?? [] };
    }
}
