namespace Countersign.WebConsole.Ports;

/// <summary>The certificate of a listener.</summary>
/// <param name="File">Where it is.</param>
/// <param name="Subject">Whose it is.</param>
/// <param name="Ends">When it ends.</param>
internal sealed record SeenCertificate(string File, string Subject, DateTimeOffset Ends);
