using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Countersign.AspNetCore.Tests.Doors;

/// <summary>Says who may enter action by action.</summary>
[Route("c")]
public sealed class MixedController : Controller
{
    [HttpGet("plain")]
    public string Plain() => "";

    [AllowAnonymous]
    [HttpGet("open")]
    public string Open() => "";

    [RequireCountersign("operators")]
    [HttpGet("closed")]
    public string Closed() => "";
}

/// <summary>Says it as a whole.</summary>
[Route("d")]
[RequireCountersign("operators")]
public sealed class ClosedController : Controller
{
    [HttpGet("plain")]
    public string Plain() => "";

    [RequireCountersign("eves")]
    [HttpGet("closed")]
    public string Closed() => "";
}
