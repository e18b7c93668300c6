namespace Countersign.Inspector.Lint.Nginx;

/// <summary>The end of a request before anybody asks for credentials.</summary>
/// <param name="Status">The status.</param>
/// <param name="Target">The address it is sent to, or the text it is answered with; null for none.</param>
/// <param name="By">The line that does it.</param>
internal sealed record NginxReturn(int Status, string? Target, Directive By);
