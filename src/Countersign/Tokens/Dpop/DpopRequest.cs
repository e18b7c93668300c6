namespace Countersign.Tokens.Dpop;

/// <summary>What a proof has to be made for: the request as the client saw it, behind trusted proxies as they report it.</summary>
/// <param name="Method">The method, case-sensitive.</param>
/// <param name="Scheme"><c>http</c> or <c>https</c>, in any letter case.</param>
/// <param name="Authority">Host and port as the client wrote them; a default port may stand there or not.</param>
/// <param name="Path">The path as it arrived, percent-encoding included; query and fragment may follow and are not looked at. Empty for <c>*</c>.</param>
public readonly record struct DpopRequest(string Method, string Scheme, string Authority, string Path);
