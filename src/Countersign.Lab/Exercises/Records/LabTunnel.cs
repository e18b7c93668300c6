using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Countersign.Lab.Exercises.Records;

/// <summary>A tunnel that was opened to the host of a learner.</summary>
/// <param name="learner">The learner.</param>
/// <param name="asked">The CONNECT that opened it.</param>
internal sealed class LabTunnel(string learner, LabRequest asked)
{
    /// <summary>The learner.</summary>
    public string Learner => learner;

    /// <summary>The CONNECT that opened it.</summary>
    public LabRequest Asked => asked;

    /// <summary>Whether TLS is spoken in it.</summary>
    public bool IsTls { get; set; }

    /// <summary>CONNECT as a server would have it.</summary>
    /// <param name="target">The host and port.</param>
    /// <param name="fields">Its fields.</param>
    public static DefaultHttpContext ContextOf(string target, ImmutableArray<(string Name, string Value)> fields)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = HttpMethods.Connect;
        context.Request.Scheme = Uri.UriSchemeHttp;
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = target;
        foreach (var (name, value) in fields)
            context.Request.Headers.Append(name, value);
        return context;
    }
}
