using System.Collections.Frozen;
using Bishui.Features.Sites;
using Bishui.Features.Tasks;
using Bishui.Hosting.Identity;
using Bishui.Rules.Cases;
using Bishui.Storage.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bishui.Features.Exceedances;

/// <summary>
/// What a caller may do in cases, by its unit's part in the case and in the tasks that the site serves:
/// <list type="table">
/// <item><term>see</term><description>the site's unit, who holds or held it, whoever leads, cooperates or reviews; supervisors, administrators</description></item>
/// <item><term>assign, urge</term><description>approvers of reviewing units, and supervisors</description></item>
/// <item><term>send-back, archive, verdict</term><description>the same, never on their own unit's work</description></item>
/// <item><term>escalate</term><description>supervisors</description></item>
/// <item><term>refuse, accept, rectify</term><description>reporters of the unit that holds it</description></item>
/// <item><term>finish</term><description>approvers of the unit that holds it</description></item>
/// <item><term>hand-over</term><description>the unit that holds it, reviewers and supervisors</description></item>
/// <item><term>reopen</term><description>reviewers and supervisors, and the site's unit, which may contest how a case was closed</description></item>
/// <item><term>answer</term><description>the unit of which the demand is made</description></item>
/// </list>
/// What enforcement does is entered by reviewers and supervisors, for it has no account of its own.
/// </summary>
internal sealed class CaseAccess
{
    private readonly FrozenDictionary<string, SiteEntry> _sites;
    private readonly TopicTasks _tasks;

    private CaseAccess(Caller caller, FrozenDictionary<string, SiteEntry> sites, TopicTasks tasks)
    {
        (Caller, _sites, _tasks) = (caller, sites, tasks);
        Units = sites.Values.Select(entry => entry.Site.Unit)
            .Concat(tasks.All.SelectMany(task => task.LeadUnits.Concat(task.CooperatingUnits).Concat(task.ReviewUnits))).ToFrozenSet();
    }

    public Caller Caller { get; }

    /// <summary>Keys of the units that the service knows.</summary>
    public FrozenSet<string> Units { get; }

    public static async ValueTask<CaseAccess> OfAsync(IDocumentReader store, SiteDirectory sites, Caller caller, DateOnly on, CancellationToken cancel) =>
        new(caller, await sites.CurrentAsync(cancel), await TopicTasks.OfAsync(store, on, cancel));

    public Site? SiteOf(Exceedance about) => _sites.GetValueOrDefault(about.Site)?.Site;

    /// <summary>The tasks that the site serves now, of those that the service holds.</summary>
    public IEnumerable<TaskLedger> TasksOf(Exceedance about) =>
        SiteOf(about) is { } site ? _tasks.TasksOf(site) : _tasks.Of(about.Topics, about.Tasks);

    public bool Sees(Exceedance about) =>
        Caller.Is(Roles.Supervisor) || Caller.Is(Roles.Admin)
        || (Caller.Unit.Length > 0 && (Caller.Unit == about.Unit || Caller.Unit == about.Holder
            || about.HandOvers.Any(passed => passed.From == Caller.Unit || passed.To == Caller.Unit)))
        || TasksOf(about).Any(task => Caller.To(TaskAction.Read, task) is null);

    public bool Reviews(Exceedance about) =>
        Caller.Is(Roles.Supervisor) || (Caller.Is(Roles.Approver) && TasksOf(about).Any(task => task.ReviewUnits.Contains(Caller.Unit)));

    /// <summary>Null when the caller may take the step, else the refusal to answer with. Whether the state allows it is another question.</summary>
    public ProblemHttpResult? To(CaseStep step, Exceedance about) => step switch
    {
        CaseStep.Assign or CaseStep.Urge => Reviews(about) ? null : NotReviewer,
        CaseStep.SendBack or CaseStep.Archive or CaseStep.Verdict => Reviews(about) ? Caller.NotOwn(Workers(about)) : NotReviewer,
        CaseStep.Escalate => Caller.Is(Roles.Supervisor)
            ? null
            : TaskRights.Refuse("not-supervisor", "只有督办人员可以升级案件", "only a supervisor may raise a case"),
        CaseStep.Refuse or CaseStep.Accept or CaseStep.Rectify => Acts(about, Roles.Reporter) ? null : NotHolder(about),
        CaseStep.Finish => Acts(about, Roles.Approver) ? null : NotHolder(about),
        CaseStep.HandOver => Acts(about, Roles.Reporter) || Reviews(about) ? null : NotHolder(about),
        CaseStep.Reopen => Reviews(about) || (Caller.Unit == about.Unit && Caller.Is(Roles.Reporter)) ? null : NotReviewer,
        CaseStep.Answer => Waiting(about).Any() ? null : TaskRights.Refuse("not-your-case", "没有向本单位提出的催办待回复", "no demand waits for your unit's answer"),
        _ => TaskRights.Refuse("not-your-case", "该步骤由平台记录", "the platform alone takes this step"),
    };

    /// <summary>The demands that wait for the caller's answer, oldest first.</summary>
    public IEnumerable<CaseUrging> Waiting(Exceedance about) => about.Urgings.Where(urging => urging.Answer is null && urging.Unit switch
    {
        null => Reviews(about),
        CaseLife.Enforcement when Reviews(about) => true,
        var unit => unit == Caller.Unit && Caller.Is(Roles.Reporter),
    });

    private bool Acts(Exceedance about, string role) =>
        about.Holder is { } holder && ((holder == Caller.Unit && Caller.Is(role)) || (holder == CaseLife.Enforcement && Reviews(about)));

    /// <summary>Whose work it is: the site's unit, who holds it, and who said last that it is done.</summary>
    private static IEnumerable<string> Workers(Exceedance about) =>
        new[] { about.Unit, about.Holder, about.Steps.LastOrDefault(step => step.Step == CaseStep.Finish)?.Actor }.OfType<string>();

    private static ProblemHttpResult NotReviewer =>
        TaskRights.Refuse("not-your-review", "只有该点位所属任务的审核单位或督办人员可以这样做", "only a unit that reviews a task of the site, or a supervisor, may do this");

    private static ProblemHttpResult NotHolder(Exceedance about) => TaskRights.Refuse("not-your-case",
        $"案件现由 {about.Holder} 承办，本单位不能这样做", $"{about.Holder} has to act in the case, and your unit may not");
}
