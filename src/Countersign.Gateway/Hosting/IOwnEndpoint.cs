using Countersign.AspNetCore.Intake;

namespace Countersign.Gateway.Hosting;

/// <summary>Serves addresses of the gateway's own space (<c>/.countersign/</c>) on the public listeners.</summary>
internal interface IOwnEndpoint
{
    /// <summary>Whether it serves this canonical path, by whichever method.</summary>
    bool Takes(string path);

    /// <summary>Whether somebody gets in by it, so that a network that was refused too often has to wait for it as it has for routes.</summary>
    bool LetsIn(string method) => false;

    /// <summary>Answers a request for one of its paths, by all means: nothing of the own space is ever forwarded.</summary>
    Task ServeAsync(Passage passage, HttpRequestFacts facts);
}
