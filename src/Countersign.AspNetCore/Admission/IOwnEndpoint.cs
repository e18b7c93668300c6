using Countersign.AspNetCore.Intake;

namespace Countersign.AspNetCore.Admission;

/// <summary>Serves addresses of a door's own space (<c>/.countersign/</c>) where everybody's requests come.</summary>
internal interface IOwnEndpoint
{
    /// <summary>Whether it serves this canonical path, by whichever method.</summary>
    bool Takes(string path);

    /// <summary>Whether somebody gets in by it, so that a network that was refused too often has to wait for it as it has for what it protects.</summary>
    bool LetsIn(string method) => false;

    /// <summary>Answers a request for one of its paths, by all means: nothing of the own space is ever passed on.</summary>
    Task ServeAsync(Passage passage, HttpRequestFacts facts);
}
