namespace Countersign.Inspector.Lint.Htpasswd;

/// <summary>A file of users. It decides for no address.</summary>
/// <param name="Kind"><c>htpasswd</c> or <c>htdigest</c>.</param>
/// <param name="File">The file.</param>
internal sealed record HtpasswdConfiguration(string Kind, string File) : LintedConfiguration(Kind, [File])
{
    public override AccessDecision? Why(string method, Uri url) => null;
}
