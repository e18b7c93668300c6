using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.Admission;

/// <summary>A request on its way through the own space of a door.</summary>
/// <param name="Context">The request and its answer.</param>
/// <param name="Started">When it came, by <see cref="Stopwatch.GetTimestamp"/>.</param>
/// <param name="Span">Its span; null when nobody listens.</param>
internal readonly record struct Passage(HttpContext Context, long Started, Activity? Span);
